// How a call reaches the firmware: HVC or SMC, as the device tree says. Two stubs implement it on the target.

namespace RustKernel;

/// <summary>One SMC Calling Convention call. [DEN0028]</summary>
public interface IPsciConduit
{
    /// <summary>
    /// Calls with <paramref name="function"/> in w0 and three arguments in x1 to x3; returns x0. x1
    /// to x17 are lost, as the convention allows. Does not return when the firmware powers the
    /// machine off.
    /// </summary>
    ulong Call(uint function, ulong argument1, ulong argument2, ulong argument3);
}
