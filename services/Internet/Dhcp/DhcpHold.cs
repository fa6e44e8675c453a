namespace RustKernel.Services.Internet.Dhcp;

/// <summary>A lease in use, kept so that the stack can continue it after a restart. Times are the stack's.</summary>
/// <param name="Lease">Address and server.</param>
/// <param name="RenewAt">When to ask the server to renew it (T1).</param>
/// <param name="RebindAt">When to ask any server (T2).</param>
/// <param name="EndAt">When it expires.</param>
public readonly record struct DhcpHold(DhcpLease Lease, long RenewAt, long RebindAt, long EndAt);
