using System.IO;
using RustKernel.Hil.FileSystems;

namespace RustKernel.Flash.Images.Tests;

/// <summary>The target's own data file system.</summary>
internal sealed class TargetVolumes : IDataVolumes
{
    public void Make(string image, long start, long length, ulong number) => DataVolumes.Make(image, start, length, number);

    public (long Start, long Length)? Find(Stream disk, long length) => DataVolumes.Find(disk, length);
}
