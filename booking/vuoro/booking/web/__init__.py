"""What clients see in the browser: booking, moving and cancelling without an account."""
