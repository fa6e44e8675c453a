// QEMU's machine virt with real firmware in front of the kernel: EDK2 or U-Boot, and a small FAT disk made with mtools.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>One machine; its disk is deleted with it. <see cref="Run"/> returns the serial line's whole output until power-off.</summary>
public sealed class UefiMachine : IDisposable
{
    /// <summary>EDK2, from Debian's package qemu-efi-aarch64.</summary>
    public const string Edk2 = "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd";

    /// <summary>U-Boot, from Debian's package u-boot-qemu.</summary>
    public const string UBoot = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _arguments;

    public UefiMachine(string firmware, string machine = "virt,gic-version=3,acpi=off")
    {
        Assert.True(File.Exists(firmware), $"{firmware} is missing: make install-deps");
        _arguments = [
            "-machine",
            machine,
            "-cpu",
            "cortex-a72",
            "-m",
            "1G",
            "-nic",
            "none",
            "-display",
            "none",
            "-serial",
            "stdio",
            "-monitor",
            "none",
            "-no-reboot",
            "-bios",
            firmware
        ];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Adds arguments for QEMU.</summary>
    public UefiMachine With(params string[] arguments)
    {
        _arguments.AddRange(arguments);
        return this;
    }

    /// <summary>Adds a FAT disk with the kernel as <paramref name="kernelPath"/> and text files.</summary>
    public UefiMachine WithDisk(string kernelPath, params (string Path, string Text)[] files)
    {
        string disk = _folder.File("disk.img");
        using (FileStream stream = File.Create(disk))
        {
            stream.SetLength(16 * 1024 * 1024);
        }

        Mtools("mformat", "-i", disk, "::");
        Mtools("mmd", "-i", disk, "::/EFI", "::/EFI/BOOT");
        Mtools("mcopy", "-i", disk, KernelImage.Path, "::" + kernelPath);
        foreach ((string path, string text) in files)
        {
            File.WriteAllText(_folder.File("text"), text);
            Mtools("mcopy", "-i", disk, _folder.File("text"), "::" + path);
        }

        return With("-drive", $"file={disk},format=raw,if=none,id=disk", "-device", "virtio-blk-device,drive=disk");
    }

    /// <summary>Runs until the machine switches itself off; the test fails if it does not.</summary>
    public string Run() => Output(Tool.Finish(Start(), s_deadline));

    /// <summary>As <see cref="Run"/>; types <paramref name="command"/> after the firmware's <paramref name="prompt"/>.</summary>
    public string RunCommand(string prompt, string command)
        => Output(Tool.FinishAfterPrompt(Start(), s_deadline, prompt, command + "\n"));

    private static string Output(ToolResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private Process Start() => Tool.Start("qemu-system-aarch64", _arguments);

    private static void Mtools(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }
}
