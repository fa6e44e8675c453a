// Disks of an emulated machine: where each machine has them, and QEMU's arguments for them.

using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>
/// A disk is a raw image file, <c>FILE,readonly</c> one that the machine cannot write. Errors of the host's file reach the machine as
/// errors of its disk: with QEMU's default, a full host disk stops the machine for good and without a message.
/// </summary>
public static class QemuDisks
{
    private const string ReadOnlyEnding = ",readonly";

    // Eight virtio transports of machine virt share a page of registers, which goes to one driver: disks have the first, the
    // network the last, where QEMU puts devices that name no bus.
    private const int MostVirtio = 8;

    // EMMC2's, where the board has its slot; if=sd would be EMMC1's. Nothing documents the name.
    private const string CardBus = "/generic-sdhci/sd-bus";

    /// <summary>Arguments for the disks of <paramref name="settings"/>, none when it has none.</summary>
    /// <exception cref="ConfigurationException">A file is missing or cannot be read, or the machine has no place for it.</exception>
    public static IEnumerable<string> Arguments(QemuSettings settings)
    {
        for (int i = 0; i < settings.Disks.Count; i++)
        {
            (string file, bool isReadOnly) = Parse(settings.Disks[i]);
            long bytes = Check(file, isReadOnly);
            string drive = $"file={file.Replace(",", ",,", StringComparison.Ordinal)},if=none,id=disk{i},format=raw"
                + (isReadOnly ? ",readonly=on" : "");
            yield return "-drive";
            yield return drive;
            yield return "-device";
            yield return Device(settings.Machine, i, file, bytes, isReadOnly);
        }
    }

    /// <summary>Throws unless every disk of <paramref name="settings"/> can be used.</summary>
    /// <exception cref="ConfigurationException">As <see cref="Arguments"/>.</exception>
    public static void Check(QemuSettings settings)
    {
        foreach (string argument in Arguments(settings))
        {
            _ = argument;
        }
    }

    private static (string File, bool IsReadOnly) Parse(string disk) =>
        disk.EndsWith(ReadOnlyEnding, StringComparison.Ordinal) ? (disk[..^ReadOnlyEnding.Length], true) : (disk, false);

    private static string Device(string machine, int index, string file, long bytes, bool isReadOnly)
    {
        if (machine == "virt")
        {
            return index < MostVirtio
                ? $"virtio-blk-device,drive=disk{index},bus=virtio-mmio-bus.{index},serial=rk-disk{index},werror=report,rerror=report"
                : throw new ConfigurationException($"machine virt takes {MostVirtio} disks, not {index + 1}");
        }

        if (machine == "raspi4b")
        {
            return Card(index, file, bytes, isReadOnly);
        }

        throw new ConfigurationException($"machine {machine} has no place for a disk that is known here: give it one with --qemu-arg");
    }

    private static string Card(int index, string file, long bytes, bool isReadOnly)
    {
        if (index != 0)
        {
            throw new ConfigurationException("machine raspi4b takes one card: the board has one slot");
        }

        if (isReadOnly)
        {
            throw new ConfigurationException($"QEMU has no card that is read-only: give raspi4b a copy of {file}, which may be written");
        }

        return BitOperations.IsPow2(bytes)
            ? $"sd-card,drive=disk{index},bus={CardBus}"
            : throw new ConfigurationException(
                $"disk {file} has {bytes} bytes: a card's size is a power of two; truncate -s "
                    + $"{BitOperations.RoundUpToPowerOf2((ulong)bytes)} "
                    + "makes it one");
    }

    // The file's bytes.
    private static long Check(string file, bool isReadOnly)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, isReadOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite);
            return stream.Length is > 0 and long length
                ? length
                : throw new ConfigurationException($"disk {file} is empty: truncate -s 64M makes it one of zeros");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"disk {file} does not exist: truncate -s 64M {file} makes one of zeros");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string wayOut = isReadOnly ? "" : $"; --disk {file}{ReadOnlyEnding} only reads it";
            throw new ConfigurationException($"disk {file} cannot be opened: {exception.Message}{wayOut}");
        }
    }
}
