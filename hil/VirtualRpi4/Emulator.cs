// The board's processors: QEMU's raspi4b on exactly the files that the firmware read.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using RustKernel.Hil.Programs;
using RustKernel.Hil.VirtualRpi4.Firmware;
using RustKernel.Hil.VirtualRpi4.Power;

namespace RustKernel.Hil.VirtualRpi4;

/// <summary>One start of the machine, from the kernel's first instruction to its end.</summary>
internal sealed class Emulator : IDisposable
{
    /// <summary>
    /// The counter's rate. The board's is 54 MHz, but QEMU's counter advances once in a whole number of
    /// nanoseconds: with 18.5 it would run 2.9 % fast against its own CNTFRQ_EL0, as the
    /// rig finds in any run of more than three seconds. This is 18 ns.
    /// </summary>
    internal const long CounterHz = 55_555_555;

    private const int BoardCpus = 4;

    // The tag with which a machine asks for a trial at its next restart. QEMU's mailbox does not know it, and its log names it.
    private const string TrialTag = "tag:0x00038064";
    private const int HaltPartition = 63;
    private const string SharedMemory = "/dev/shm";
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Socket _listener;
    private readonly Thread _monitorThread;
    private readonly Lock _gate = new();
    private readonly string _memory;
    private readonly string _messages;
    private readonly PowerBlock _power;
    private Stream? _monitor;
    private volatile bool _wasReset;

    /// <summary>
    /// Starts the machine; <paramref name="folder"/> is where its monitor's socket goes. <paramref name="card"/>: what is in its slot,
    /// null when that is empty; <paramref name="status"/>: the reset status, as the power-management block has it.
    /// </summary>
    public Emulator(Handover handover, string? card, uint status, string folder)
    {
        _memory = Path.Combine(Directory.Exists(SharedMemory) ? SharedMemory : folder, $"rk-virtual-rpi4-{Guid.NewGuid():N}");
        _messages = Path.Combine(folder, "mailbox");
        File.Delete(_messages);
        using (FileStream memory = new(_memory, FileMode.Create))
        {
            memory.SetLength(PowerBlock.MemoryBytes);
        }

        string monitor = Path.Combine(folder, "qmp");
        File.Delete(monitor);
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(monitor));
        _listener.Listen(1);
        // Killed when this process dies, however it does.
        ProcessStartInfo start = new("setpriv")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (string word in Arguments(handover, card, monitor, _memory, _messages))
        {
            start.ArgumentList.Add(word);
        }

        Stopwatch clock = Stopwatch.StartNew();
        _process = Process.Start(start)!;
        SchedulingDelay delay = new(_process.Id);
        _power = new PowerBlock(_memory, status, handover.Watchdog, () => clock.Elapsed - delay.Waited(), Kill);
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _monitorThread = new Thread(Watch) { IsBackground = true, Name = "monitor" };
        _monitorThread.Start();
    }

    /// <summary>True when it ended because the machine reset itself.</summary>
    public bool WasReset
    {
        get
        {
            _monitorThread.Join(TimeSpan.FromSeconds(5));
            return _wasReset || (_power.HasStruck && _power.Partition != HaltPartition);
        }
    }

    /// <summary>True when the machine asked for a trial at its next start.</summary>
    public bool WantsTrial => File.Exists(_messages) && File.ReadAllText(_messages).Contains(TrialTag, StringComparison.Ordinal);

    /// <summary>The reset status that the next start finds, after a reset.</summary>
    public uint ResetStatus => _power.HasStruck ? PowerBlock.HadWatchdog : PowerBlock.HadPowerOn;

    /// <summary>Hands what the machine sends to <paramref name="take"/> until it ends.</summary>
    public void Run(Action<ReadOnlySpan<byte>> take)
    {
        byte[] buffer = new byte[4096];
        Stream output = _process.StandardOutput.BaseStream;
        for (int count = output.Read(buffer); count > 0; count = output.Read(buffer))
        {
            // A process that writes output already has its memory open, so the name can be removed now.
            File.Delete(_memory);
            take(buffer.AsSpan(0, count));
        }

        _process.WaitForExit(s_endLimit);
    }

    /// <summary>Sends <paramref name="bytes"/> to the machine.</summary>
    public void Send(byte[] bytes)
    {
        try
        {
            _process.StandardInput.BaseStream.Write(bytes);
            _process.StandardInput.BaseStream.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The machine has ended.
        }
    }

    /// <summary>Stops the processors where they are.</summary>
    public void Freeze()
    {
        lock (_gate)
        {
            _monitor?.Write("{\"execute\":\"stop\"}\n"u8);
        }
    }

    /// <summary>Cuts its power.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _power.Dispose();
        _listener.Dispose();
        _process.WaitForExit(s_endLimit);
        _process.Dispose();
        File.Delete(_memory);
    }

    private static List<string> Arguments(Handover handover, string? card, string monitor, string memory, string messages)
    {
        List<string> words =
        [
            "--pdeathsig", "KILL", "--", "qemu-system-aarch64", "-no-user-config", "-nodefaults", "-display", "none", "-no-reboot",
            "-machine", "raspi4b,memory-backend=ram", "-object",
            $"memory-backend-file,id=ram,size={PowerBlock.MemoryBytes},mem-path={memory},share=on",
            "-d", "trace:bcm2835_mbox_property", "-D", messages,
            "-global", $"cortex-a72-arm-cpu.cntfrq={CounterHz}", "-dtb", handover.DeviceTree, "-kernel", handover.Kernel, "-append",
            handover.CommandLine,
            "-chardev", "stdio,id=console,signal=off", "-chardev", $"socket,id=monitor,path={monitor}", "-mon",
            "chardev=monitor,mode=control",
            "-serial", handover.HeaderUart == 0
                ? "chardev:console"
                : "null", "-serial", handover.HeaderUart == 1 ? "chardev:console" : "null",
        ];
        // More CPUs than the host has take turns: as threads they would wait for each other's locks.
        if (Environment.ProcessorCount < BoardCpus)
        {
            words.AddRange(["-accel", "tcg,thread=single"]);
        }

        if (card is not null)
        {
            // EMMC2's, where the board has its slot.
            words.AddRange(
            [
                "-drive", $"file={card.Replace(",", ",,", StringComparison.Ordinal)},if=none,id=card,format=raw", "-device",
                "sd-card,drive=card,bus=/generic-sdhci/sd-bus"
            ]);
        }

        if (handover.Initramfs is { } initramfs)
        {
            words.AddRange(["-initrd", initramfs]);
        }

        return words;
    }

    private void Watch()
    {
        try
        {
            using NetworkStream stream = new(_listener.Accept(), ownsSocket: true);
            stream.Write("{\"execute\":\"qmp_capabilities\"}\n"u8);
            lock (_gate)
            {
                _monitor = stream;
            }

            using StreamReader reader = new(stream);
            for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
            {
                using JsonDocument message = JsonDocument.Parse(line);
                if (message.RootElement.TryGetProperty("event", out JsonElement name) && name.GetString() == "SHUTDOWN")
                {
                    _wasReset |= message.RootElement.GetProperty("data").GetProperty("reason").GetString() == "guest-reset";
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or JsonException)
        {
            // QEMU ended.
        }

        lock (_gate)
        {
            _monitor = null;
        }
    }
}
