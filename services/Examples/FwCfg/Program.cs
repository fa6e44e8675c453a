// The driver's process: claims its device, then serves IFwCfg until it is ended. If it fails, Init restarts it.

using System.Runtime;
using System.Text;
using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services.FwCfg;

internal sealed class FwCfgService : Service, IFwCfg
{
    private readonly FwCfgDevice<DeviceRegisters> _device;

    private FwCfgService(ClaimedDevice device)
    {
        _device = new FwCfgDevice<DeviceRegisters>(device.Registers);
        Serve(new FwCfgDispatcher(this));
    }

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        // The first device that drives= of the manifest names. One with an interrupt binds it: ClaimedDevice.Bind, Service.OnSignal.
        ErrorCode error = ClaimedDevice.Claim(0, out ClaimedDevice? device);
        return device switch
        {
            null => (ulong)error,
            // Its name among those in drives=: another kind of device has other registers.
            { Name: "qemu,fw-cfg-mmio" } => new FwCfgService(device).Run(),
            _ => (ulong)ErrorCode.NotSupported,
        };
    }

    public Result<uint> Signature() => _device.ReadSignature();

    public Result<uint> SizeOf(string name) => _device.SizeOf(Encoding.UTF8.GetBytes(name));
}
