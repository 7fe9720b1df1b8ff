"""Pages without a network: the service worker and answers that are sent later."""
