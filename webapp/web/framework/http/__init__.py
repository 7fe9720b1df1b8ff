"""HTTP around the pages: security headers, cookies, limits, redirects, ETags, static files and addresses."""
