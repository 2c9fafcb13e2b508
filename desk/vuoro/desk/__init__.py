"""Staff in the browser, and the phone page behind the QR of a slip."""
