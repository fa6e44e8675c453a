// A server's files as the boot ROM fetches them.

using RustKernel.Hil.VirtualRpi4.Network;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>Fetches by TFTP, first below the board's serial number, without it when nothing is there.</summary>
public sealed class NetworkBootFiles : IBootFiles
{
    private readonly PiBootRom _rom;
    private readonly string _prefix;

    /// <summary>Files of the server that <paramref name="rom"/> has found.</summary>
    public NetworkBootFiles(PiBootRom rom)
    {
        _rom = rom;
        _prefix = Guard(() => rom.Probe(PiBootRom.Serial + "/start4.elf") || rom.Probe(PiBootRom.Serial + "/start.elf"))
            ? PiBootRom.Serial + "/"
            : "";
    }

    /// <inheritdoc/>
    public byte[]? Read(string path) => Guard(() => _rom.Fetch(_prefix + path));

    private static T Guard<T>(System.Func<T> fetch)
    {
        try
        {
            return fetch();
        }
        catch (BootNetworkException e)
        {
            throw new BootFailureException(e.Message);
        }
    }
}
