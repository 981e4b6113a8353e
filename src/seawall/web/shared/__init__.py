"""What all desks stand on: the school of a request, sign-in, the keys of who signed in, refusals as pages."""
