// Where Console starts: first the device, then the line.

using System.Runtime;
using System.Text;
using RustKernel.Drivers.ArmadaUart;
using RustKernel.Drivers.CadenceUart;
using RustKernel.Drivers.GeniUart;
using RustKernel.Drivers.ImxUart;
using RustKernel.Drivers.Lpuart;
using RustKernel.Drivers.MesonUart;
using RustKernel.Drivers.MsmUart;
using RustKernel.Drivers.Ns16550;
using RustKernel.Drivers.ScifUart;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Console;

internal static class Program
{
    private const ulong RingBytes = 5 * 4096;
    private const uint WordShift = 2;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = ClaimedDevice.Claim(0, out ClaimedDevice? device);
        MappedMemory? ring = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Create(RingBytes, out ring);
        }

        if (device is null || ring is null)
        {
            return (ulong)error;
        }

        UartLine? line = LineOf(device);
        if (line is null)
        {
            System.Console.WriteLine("console: no driver for " + device.Name + ", which the kernel names among its UARTs");
            return (ulong)ErrorCode.NotSupported;
        }

        ConsoleService console = new(line, new OutputRing(ring));
        error = console.Begin();
        return error == ErrorCode.None ? console.Run() : (ulong)error;
    }

    // The names of the kernel's UARTs, which drives=uart means.
    private static UartLine? LineOf(ClaimedDevice device) => device.Name switch
    {
        "arm,pl011" or "arm,sbsa-uart" => new Pl011Line(device),
        "brcm,bcm2835-aux-uart" => new MiniUartLine(device),
        "cdns,uart-r1p12" or "xlnx,zynqmp-uart"
            => new DeviceLine<CadenceUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "fsl,imx6q-uart" => new DeviceLine<ImxUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "amlogic,meson-gx-uart" => new DeviceLine<MesonUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "qcom,geni-debug-uart" or "qcom,geni-uart"
            => new DeviceLine<GeniUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "qcom,msm-uartdm-v1.4" => new DeviceLine<MsmUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "marvell,armada-3700-uart" => new DeviceLine<ArmadaUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "renesas,rcar-gen3-scif" or "renesas,rcar-gen4-scif"
            => new DeviceLine<ScifUartDevice<DeviceRegisters>>(device, new(device.Registers)),
        "fsl,imx7ulp-lpuart" or "fsl,imx8qxp-lpuart" or "fsl,ls1028a-lpuart" or "fsl,ls1021a-lpuart" => LpuartLineOf(device),
        _ => Ns16550LineOf(device),
    };

    private static DeviceLine<LpuartDevice<DeviceRegisters>> LpuartLineOf(ClaimedDevice device)
        => new(device, new(new(device.Registers, LpuartLayout.Of(Encoding.ASCII.GetBytes(device.Name)))));

    private static DeviceLine<Ns16550Uart<DeviceRegisters>>? Ns16550LineOf(ClaimedDevice device)
    {
        byte[] name = Encoding.ASCII.GetBytes(device.Name);
        uint shift = device.RegisterShift == 0 && Ns16550Layout.IsInWords(name) ? WordShift : device.RegisterShift;
        Result<Ns16550Layout> layout = Ns16550Layout.For(device.FirstRegister, shift, device.AccessBytes);
        return layout.IsOk
            ? new(device, new(Ns16550Window<DeviceRegisters>.Of(device.Registers, layout.Value), Ns16550Layout.DivisorLess(name)))
            : null;
    }
}
