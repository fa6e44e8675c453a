// Where the services of /boot and /data start: each mounts the file system of its partition.

using System;
using System.Runtime;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Data;
using RustKernel.Services.FileSystems.Fat32;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Volumes;

internal static class Program
{
    // argument= in boot.service; any other belongs to data.service.
    private const uint OfBoot = 1;

    // ID_AA64ISAR0_EL1.CRC32; 0: the CPU has no such instructions.
    private const int ChecksumShift = 16;
    private const ulong FieldMask = 0xF;

    // No volume is older than its format.
    private static readonly DateTime s_first = new(2026, 1, 1);

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        bool isBoot = Own.Argument == OfBoot;
        string name = isBoot ? "boot" : "data";
        ErrorCode error = DiskStore.Open(out DiskStore? disk);
        string problem = disk is null ? WordsOf(error, isBoot) : "";
        FileSystem? files = null;
        try
        {
            files = disk is null ? null : isBoot ? MountBoot(disk) : MountData(disk);
        }
        catch (FileSystemException e)
        {
            problem = e.Message.TrimEnd('.');
        }

        Console.WriteLine(files is null
            ? $"{name}: /{name} is not there: {problem}; restart {name} tries again"
            : $"{name}: /{name}, {files.Kind}, {files.TotalBytes >> 20} MiB{(files.IsReadOnly ? ", read-only" : "")}");
        return files is null ? new AbsentVolume().Run() : new FileSystemService(files).Run();
    }

    private static Fat32FileSystem MountBoot(DiskStore disk)
    {
        Fat32FileSystem files = Fat32FileSystem.Mount(disk);
        Say("boot", files.MountNote);
        return files;
    }

    private static DataFileSystem MountData(DiskStore disk)
    {
        bool hasUnit = ((Kernel.SystemInfo(SystemItem.Instructions) >> ChecksumShift) & FieldMask) != 0;
        Crc32C.Unit = hasUnit ? RustKernel.Runtime.Checksums.Crc32C : null;
        DataFileSystem files = DataFileSystem.Mount(disk);
        foreach (string note in files.Notes)
        {
            Say("data", note);
        }

        // On a machine without a clock, time continues from there: files are never older than earlier ones. A volume written while no time
        // was known says nothing.
        if (files.LastChange > s_first.Ticks)
        {
            _ = InitClient.Time(((ulong)(files.LastChange - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) + 1);
        }

        return files;
    }

    private static void Say(string name, string? note)
    {
        if (note is not null)
        {
            Console.WriteLine($"{name}: {note}");
        }
    }

    private static string WordsOf(ErrorCode error, bool isBoot) => error switch
    {
        ErrorCode.NotRunning => "the machine has no disk: rk run --disk FILE gives it one",
        ErrorCode.NotFound when isBoot => "no disk has a FAT partition",
        ErrorCode.NotFound => "no disk has a data partition (type 83): rk fs make FILE --size 64M makes a volume",
        ErrorCode.DeviceError => "the disk's table of partitions cannot be read (dmesg names the sector); restart disk tries again",
        ErrorCode.Corrupt => "the disk's table of partitions contradicts itself",
        _ => "the disk cannot be used: " + FaultText.Of(error),
    };
}
