// The description that goes with an image.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace RustKernel.Flash.Images;

/// <summary>Names, sizes, versions and hashes, as JSON next to the image (IMAGE.json).</summary>
public sealed record ImageManifest
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A manifest is read by people; nothing in it goes into HTML.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The board.</summary>
    public required string Board { get; init; }

    /// <summary>The build, as the kernel prints it; empty when unknown.</summary>
    public string Build { get; init; } = "";

    /// <summary>
    /// The image's size in bytes; 0 in the manifest of a folder. With sectors of 512 bytes and sizes that were asked for, a power of two,
    /// as QEMU wants a card's: a real card needs <see cref="EndOf"/> only.
    /// </summary>
    public long Size { get; init; }

    /// <summary>Bytes of the boot partition; 0 in the manifest of a folder.</summary>
    public long BootSize { get; init; }

    /// <summary>The first byte of the data partition; 0 without one.</summary>
    public long DataStart { get; init; }

    /// <summary>Bytes of the data partition; 0 without one.</summary>
    public long DataSize { get; init; }

    /// <summary>Bytes of a sector of the disks that the image is for.</summary>
    public int SectorBytes { get; init; } = DiskImage.UsualSectorBytes;

    /// <summary>The image's hash; empty in the manifest of a folder.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Files that a real board needs and that are not here; empty when it would boot.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Its files, in order of their paths.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>The used parts of the image, in order; all the rest is zero.</summary>
    public IReadOnlyList<ImageRange> Ranges { get; init; } = [];

    /// <summary>
    /// The byte after the last partition, which is the least that a card must have; after the boot partition when
    /// <paramref name="keepsData"/>, for then nothing else is written.
    /// </summary>
    public long EndOf(bool keepsData)
    {
        (long start, long length) = DiskImage.PartitionOf(this);
        return keepsData || DataSize == 0 ? start + length : DataStart + DataSize;
    }

    /// <summary>The same with the boot partition's ranges alone: what is written to a card that keeps its table and its data.</summary>
    public ImageManifest OfBootPartition()
    {
        (long start, long length) = DiskImage.PartitionOf(this);
        return this with { Ranges = [.. Ranges.Where(range => range.Offset >= start && range.Offset < start + length)] };
    }

    /// <summary>Where the manifest of <paramref name="image"/> lies.</summary>
    public static string PathFor(string image) => image + ".json";

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="ImageException">There is none, or it is not one.</exception>
    public static ImageManifest Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ImageManifest>(File.ReadAllText(path), s_json)
                ?? throw new ImageException($"{path} is empty");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageException($"{path} does not exist: the manifest is made with the image");
        }
        catch (JsonException e)
        {
            throw new ImageException($"{path} is no manifest: {e.Message}");
        }
    }

    /// <summary>Writes it at one moment: a reader gets the old one or the new one.</summary>
    public void Save(string path)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this, s_json) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
