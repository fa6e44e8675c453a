// A card's image from a boot job.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Flash.Images;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>
/// Makes the image in its own folder, which disposing removes: the boot partition and, if the job can make one, an empty data volume.
/// </summary>
internal sealed class CardImage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-card-");

    /// <summary>Makes the image of <paramref name="job"/>.</summary>
    /// <exception cref="InfrastructureException">A tool is missing or failed.</exception>
    public CardImage(BootJob job)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "sdcard.img");
        try
        {
            string boot = LayOut(job, System.IO.Path.Combine(_folder.FullName, "boot"));
            Manifest = DiskImage.Make(
                Path,
                job.Target.Board,
                BuildId.Find(File.ReadAllBytes(job.ImagePath)),
                DiskLayout.FirmwarePartition,
                DiskImage.FilesOf(boot),
                sizes: job.Volumes is null ? PartitionSizes.BootOnly : new PartitionSizes(0, PartitionSizes.UsualData),
                volumes: job.Volumes);
        }
        catch (ImageException e)
        {
            Dispose();
            throw new InfrastructureException(e.Message);
        }
    }

    /// <summary>The image's path.</summary>
    public string Path { get; }

    /// <summary>What is in it.</summary>
    public ImageManifest Manifest { get; }

    /// <summary>Lays the files of <paramref name="job"/> out in <paramref name="folder"/>.</summary>
    /// <exception cref="InfrastructureException">The job has no layout.</exception>
    public static string LayOut(BootJob job, string folder)
    {
        if (job.LayOut is not { } layOut)
        {
            throw new InfrastructureException(
                $"target {job.Target.Name} boots from files, and board {job.Target.Board} does not say how it wants them");
        }

        IReadOnlyList<string> files = layOut(folder);
        return files.Count > 0 ? folder : throw new InfrastructureException($"board {job.Target.Board} has no boot files");
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
