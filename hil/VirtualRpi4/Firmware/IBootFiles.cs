// Where a board's firmware reads files from.

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>The boot partition of a card, or a server of files.</summary>
public interface IBootFiles
{
    /// <summary>The file <paramref name="path"/>, or null when it does not exist.</summary>
    /// <exception cref="BootFailureException">Nothing can be read at all.</exception>
    byte[]? Read(string path);
}
