// A lease in use, worth keeping over a restart of the stack alone.

namespace RustKernel.Services.Internet.Dhcp;

/// <summary>What a successor needs to go on with a lease as if nothing had happened. Times are the stack's.</summary>
/// <param name="Lease">Address and server.</param>
/// <param name="RenewAt">When the server is asked for more time.</param>
/// <param name="RebindAt">When any server is asked.</param>
/// <param name="EndAt">When the address must not be used any more.</param>
public readonly record struct DhcpHold(DhcpLease Lease, long RenewAt, long RebindAt, long EndAt);
