namespace RustKernel.Services.Internet.Dhcp;

/// <summary>A lease that the client asks for first after a restart. [RFC 2131 3.2]</summary>
/// <param name="Address">The address.</param>
/// <param name="Server">The server that leased it.</param>
public readonly record struct DhcpLease(InternetAddress Address, InternetAddress Server);
