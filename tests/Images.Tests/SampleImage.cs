using System;
using System.IO;

namespace RustKernel.Flash.Images.Tests;

/// <summary>One image for many tests.</summary>
public sealed class SampleImage : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-sample-").FullName;

    public SampleImage()
    {
        Add("boot/kernel8.img", 135_168);
        Add("boot/config.txt", 163);
        Add("boot/cmdline.txt", 0);
        Add("boot/bcm2711-rpi-4-b.dtb", 50_000);
        Add("boot/overlays/a-long-overlay-name.dtbo", 900);
        Path = System.IO.Path.Combine(_folder, "sdcard.img");
        Manifest = DiskImage.Make(
            Path,
            "rpi4",
            "abc",
            DiskLayout.FirmwarePartition,
            DiskImage.FilesOf(System.IO.Path.Combine(_folder, "boot")));
    }

    public string Path { get; }

    public ImageManifest Manifest { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Add(string name, int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        string path = System.IO.Path.Combine(_folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
