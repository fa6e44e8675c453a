// What every service does for Init.

namespace RustKernel.Services;

/// <summary>Orders of Init, which alone has handles without a badge to the ports of services.</summary>
[Service(0xFF00)]
public interface ISupervised
{
    /// <summary>Fail. AccessDenied: the order is not Init's.</summary>
    [Operation(1, IsOneWay = true)]
    [Errors(ErrorCode.AccessDenied)]
    ErrorCode Crash(CrashKind kind);
}
