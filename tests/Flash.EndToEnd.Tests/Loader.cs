// Debian's U-Boot for the Raspberry Pi 4 on QEMU's raspi4b machine.

using System;
using System.Diagnostics;
using System.IO;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Flash.EndToEnd.Tests;

/// <summary>U-Boot's console is the mini-UART (our pipe), the kernel's the PL011 (a file).</summary>
public sealed class Loader : IDisposable
{
    private readonly Process _process;
    private readonly string _kernelLog;
    private readonly ConsoleText _console;

    public Loader(string loader, string deviceTree, string card, string kernelLog)
    {
        _kernelLog = kernelLog;
        string[] arguments =
        [
            "-M", "raspi4b", "-global", "cortex-a72-arm-cpu.cntfrq=54000000", "-kernel", loader, "-dtb", deviceTree, "-display", "none",
            "-monitor", "none", "-no-reboot",
            "-serial", $"file:{kernelLog}", "-serial", "stdio", "-drive", $"file={card},if=sd,format=raw",
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

    /// <summary>The kernel's output on the PL011.</summary>
    public string KernelConsole
    {
        get
        {
            using StreamReader reader = new(new FileStream(_kernelLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>Waits for <paramref name="text"/> after the end of the last wait; returns everything up to it.</summary>
    public string WaitFor(string text, TimeSpan limit) => _console.WaitFor(text, limit);

    /// <summary>Types a command; returns everything up to the next prompt.</summary>
    public string Command(string line, TimeSpan limit)
    {
        Type(line);
        return WaitFor("U-Boot> ", limit);
    }

    public void Type(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>True when the machine switched itself off in time.</summary>
    public bool Ends(TimeSpan limit) => _process.WaitForExit(limit);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
