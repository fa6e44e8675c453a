using System;
using System.Diagnostics;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>U-Boot on QEMU's machine virt, with its console on our pipes and its network card on a datagram socket.</summary>
public sealed class Emulator : IDisposable
{
    private const string Loader = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";
    private readonly Process _process;
    private readonly ConsoleText _console;

    public Emulator(int localPort, int remotePort)
    {
        Assert.True(System.IO.File.Exists(Loader), $"{Loader} is not installed: make install-deps installs it (u-boot-qemu)");
        string[] arguments =
        [
            "-M", "virt", "-cpu", "cortex-a72", "-m", "512", "-nographic", "-no-reboot", "-bios", Loader,
            "-netdev",
            $"dgram,id=n0,local.type=inet,local.host=127.0.0.1,local.port={localPort},remote.type=inet,remote.host=127.0.0.1,remote.port="
                + $"{remotePort}",
            "-device", "virtio-net-device,netdev=n0,mac=52:54:00:12:34:56",
        ];
        _process = Process.Start(
            new ProcessStartInfo("qemu-system-aarch64", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
        _console = new ConsoleText(_process);
    }

    /// <summary>Everything on the console so far.</summary>
    public string Console => _console.All;

    /// <summary>Waits for <paramref name="text"/> after the end of the last wait.</summary>
    public void WaitFor(string text, TimeSpan limit) => _console.WaitFor(text, limit);

    /// <summary>Types a command and waits for the next prompt.</summary>
    public void Command(string line, TimeSpan limit)
    {
        Type(line + "\n");
        WaitFor("=> ", limit);
    }

    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
