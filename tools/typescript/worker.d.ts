// What the server puts above the service worker (webapp/web/offline/sync.py).
declare const VERSION: string, ROOT: string, DEVICE_PAGE: string, FILES: string[];
