// The driver's process: claims its device, then serves IFwCfg until it is ended. When it fails Init starts it again.

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
        return device is null ? (ulong)error : new FwCfgService(device).Run();
    }

    public Result<uint> Signature() => _device.ReadSignature();

    public Result<uint> SizeOf(string name) => _device.SizeOf(Encoding.UTF8.GetBytes(name));
}
