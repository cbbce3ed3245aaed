"""What App Service's front ends would send: certificates and answers of host names, without a socket."""
