namespace RustKernel.Drivers.Psci;

/// <summary>Major and minor version of a PSCI implementation. [DEN0022, PSCI_VERSION]</summary>
public readonly struct PsciVersion
{
    private readonly uint _bits;

    /// <summary>Wraps the result of PSCI_VERSION.</summary>
    public PsciVersion(uint bits) => _bits = bits;

    /// <summary>Major version, 0 to 32767.</summary>
    public uint Major => _bits >> 16;

    /// <summary>Minor version, 0 to 65535.</summary>
    public uint Minor => _bits & 0xFFFF;
}
