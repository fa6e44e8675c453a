namespace RustKernel.Drivers.Tests.Interrupts;

public enum GicKind
{
    V2,
    V2NonSecure,
    V3,
    V3NonSecure,
}
