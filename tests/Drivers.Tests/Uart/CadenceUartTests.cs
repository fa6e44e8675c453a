using RustKernel.Drivers.CadenceUart;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class CadenceUartTests : LineUartTests<CadenceUartDevice<FakeBus>, FakeCadenceUart>
{
    protected override CadenceUartDevice<FakeBus> Uart => new(new FakeBus(Device));
}
