namespace RustKernel.Services.Internet;

/// <summary>One end of a conversation: an address and a port.</summary>
/// <param name="Address">The address; None: any of ours.</param>
/// <param name="Port">The port; 0: any.</param>
public readonly record struct EndPoint(InternetAddress Address, ushort Port)
{
    /// <summary>ADDRESS:PORT.</summary>
    public override string ToString() => $"{Address}:{Port}";
}
