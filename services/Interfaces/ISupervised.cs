namespace RustKernel.Services;

/// <summary>Orders that every service takes from Init, which alone has handles without a badge to the ports of services.</summary>
[Service(0xFF00)]
public interface ISupervised
{
    /// <summary>Fails. AccessDenied: the order does not come from Init.</summary>
    [Operation(1, IsOneWay = true)]
    [Errors(ErrorCode.AccessDenied)]
    ErrorCode Crash(CrashKind kind);
}
