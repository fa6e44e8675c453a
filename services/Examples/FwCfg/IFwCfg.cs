// The operations for clients. Their class, FwCfgClient, and the driver's FwCfgDispatcher are generated from it.

namespace RustKernel.Services.FwCfg;

/// <summary>What the emulator reports about the machine.</summary>
[Service(902)]
public interface IFwCfg
{
    /// <summary>The device's signature, its first letter in the highest byte.</summary>
    [Operation(1)]
    Result<uint> Signature();

    /// <summary>Bytes of a file; NotFound if the device has none of that name.</summary>
    [Operation(2)]
    Result<uint> SizeOf([AtMost(55)] string name);
}
