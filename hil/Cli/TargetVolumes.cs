// The target's data volumes in images.

using System.IO;
using RustKernel.Flash.Images;
using RustKernel.Hil.FileSystems;

namespace RustKernel.Hil.Cli;

/// <summary>Data volumes for the project that writes images, which does not know their file system.</summary>
internal sealed class TargetVolumes : IDataVolumes
{
    /// <summary>The only instance.</summary>
    public static TargetVolumes Shared { get; } = new();

    /// <inheritdoc/>
    public void Make(string image, long start, long length, ulong number)
    {
        try
        {
            DataVolumes.Make(image, start, length, number);
        }
        catch (InvalidDataException e)
        {
            throw new ImageSizeException($"the data partition: {e.Message}");
        }
        catch (IOException e)
        {
            throw new ImageException($"the data partition: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public (long Start, long Length)? Find(Stream disk, long length) => DataVolumes.Find(disk, length);
}
