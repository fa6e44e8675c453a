// The board: what happens between power-on and power-off.

using System;
using System.IO;
using System.Numerics;
using System.Text;
using System.Threading;
using RustKernel.Flash.Ethernet;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Firmware;
using RustKernel.Hil.VirtualRpi4.Network;
using RustKernel.Hil.VirtualRpi4.Power;
using RustKernel.Hil.VirtualRpi4.Serial;

namespace RustKernel.Hil.VirtualRpi4;

/// <summary>
/// Powered by a relay, heard through a serial line, booted from a card or the network. Each
/// power-on is a thread that power-off ends.
/// </summary>
public sealed class Board : IDisposable
{
    private readonly LabOptions _options;
    private readonly FaultList _faults;
    private readonly SerialLine _line;
    private readonly string _work;
    private readonly Lock _gate = new();
    private Emulator? _emulator;
    private CancellationTokenSource? _power;
    private Thread? _life;
    private long _kernelBytes;
    private bool _hasStruck;

    // State that survives a reset but not a power-off: the firmware's flag, and the status of the power-management block.
    private bool _isTrial;
    private uint _resetStatus;
    private long _poweredAt;

    /// <summary>A board, not powered yet.</summary>
    public Board(LabOptions options, FaultList faults, SerialLine line)
    {
        _options = options;
        _faults = faults;
        _line = line;
        _line.Received = bytes => Emulated?.Send(bytes);
        _work = Path.Combine(options.Folder, "board");
        Directory.CreateDirectory(_work);
    }

    private Emulator? Emulated
    {
        get
        {
            lock (_gate)
            {
                return _emulator;
            }
        }
    }

    /// <summary>
    /// What it takes now, and the voltage at its plug: figures as a Raspberry Pi 4 is measured, an
    /// inrush that charges its capacitors, firmware, then a kernel whose
    /// busy processors make the rest. The noise is that of the seed.
    /// </summary>
    public (double Amperes, double Volts) Supply()
    {
        const double InrushAmperes =
            1.6, InrushSeconds = 0.02, FirmwareAmperes = 0.36, KernelAmperes = 0.55, Volts = 5.15, SupplyOhms = 0.12;
        long at = Interlocked.Read(ref _poweredAt);
        if (at == 0)
        {
            return (0, 0);
        }

        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(at).TotalSeconds;
        double amperes = (Emulated is null ? FirmwareAmperes : KernelAmperes) + (InrushAmperes * Math.Exp(-seconds / InrushSeconds));
        amperes *= 1 + (0.08 * Math.Sin((seconds * 37) + _options.Seed));
        return (amperes, Volts - (amperes * SupplyOhms));
    }

    /// <summary>Switches the board's power.</summary>
    public void Switch(bool on)
    {
        if (!on)
        {
            PowerOff();
            return;
        }

        if (_faults.Has("no-power"))
        {
            return;
        }

        _power = new CancellationTokenSource();
        CancellationToken power = _power.Token;
        _hasStruck = false;
        _isTrial = false;
        _resetStatus = PowerBlock.HadPowerOn;
        Interlocked.Exchange(ref _poweredAt, System.Diagnostics.Stopwatch.GetTimestamp());
        _life = new Thread(() => Live(power)) { IsBackground = true, Name = "board" };
        _life.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => PowerOff();

    private void PowerOff()
    {
        Interlocked.Exchange(ref _poweredAt, 0);
        _power?.Cancel();
        Emulated?.Kill();
        _life?.Join();
        _life = null;
        _power?.Dispose();
        _power = null;
    }

    private void Live(CancellationToken power)
    {
        using CancellationTokenSource noise = CancellationTokenSource.CreateLinkedTokenSource(power);
        Thread? interference = _faults.Number("noise") is { } rate
            ? new Thread(() => Disturb(rate, noise.Token)) { IsBackground = true }
            : null;
        interference?.Start();
        try
        {
            bool again;
            do
            {
                again = Boot(power);
            }
            while (again && !power.IsCancellationRequested);
        }
        catch (OperationCanceledException)
        {
            // Power-off in the middle of the firmware.
        }
        catch (BootFailureException e)
        {
            // A real board blinks its LED and waits; a rig gets only the log.
            Print(e.Message);
            power.WaitHandle.WaitOne();
        }

        interference?.Join();
    }

    /// <summary>From reset to the machine's end; true when it is to be done again.</summary>
    private bool Boot(CancellationToken power)
    {
        bool isTrial = _isTrial;
        _isTrial = false;
        using SdBootFiles? card = _options.IsNetwork ? null : InsertCard();
        Handover handover;
        try
        {
            handover = card is null ? LoadFromNetwork(isTrial, power) : LoadFromCard(card, isTrial);
        }
        catch (BootFailureException e) when (isTrial)
        {
            // Otherwise it would stop here for good. [raspberrypi/firmware issue 1651]
            Print(e.Message);
            return true;
        }

        power.ThrowIfCancellationRequested();
        _kernelBytes = 0;
        using Emulator emulator = new(handover, SlotOf(card), _resetStatus, _work);
        lock (_gate)
        {
            _emulator = emulator;
        }
        // Between the start and this line power may have gone, when there was no process to kill.
        if (power.IsCancellationRequested)
        {
            emulator.Kill();
        }

        try
        {
            emulator.Run(bytes => Hear(emulator, bytes));
        }
        finally
        {
            lock (_gate)
            {
                _emulator = null;
            }
        }

        if (_hasStruck && (_faults.Has("power-drop") || power.IsCancellationRequested))
        {
            power.WaitHandle.WaitOne();
            return false;
        }

        _isTrial = emulator.WantsTrial;
        _resetStatus = emulator.ResetStatus;
        return emulator.WasReset || (_hasStruck && (_faults.Has("boot-loop") || _faults.Has("power-blip")));
    }

    private SdBootFiles InsertCard()
    {
        Print("Boot mode: SD (01) order f4");
        return new(_options.Card, _faults, _work);
    }

    // A board that boots from the network may have a card for its files, if QEMU takes it.
    private string? SlotOf(SdBootFiles? card)
    {
        string file = card?.Card ?? _options.Card;
        return File.Exists(file) && BitOperations.IsPow2(new FileInfo(file).Length) ? file : null;
    }

    private Handover LoadFromCard(SdBootFiles card, bool isTrial) => new PiFirmware(card, _faults, _work, Print, isTrial).Load();

    private Handover LoadFromNetwork(bool isTrial, CancellationToken power)
    {
        Print("Boot mode: NETWORK (02) order f4");
        using BoardLink link = new(new QemuDatagramLink(_options.FramesPort, _options.FramesPort + 1, null), _faults, _options.Seed);
        Print(link.IsUp ? "LINK STATUS: speed: 1000 full duplex" : "LINK STATUS: speed: 0 (Ethernet cable disconnected)");
        PiBootRom rom = new(link, blockSize: 1468, repeatsAcknowledgments: false, power);
        try
        {
            rom.TakeAddress();
        }
        catch (BootNetworkException e)
        {
            throw new BootFailureException(e.Message);
        }

        Print($"YI_ADDR {rom.Address}");
        Print($"SI_ADDR {rom.Server}");
        return new PiFirmware(new NetworkBootFiles(rom), _faults, _work, Print, isTrial).Load();
    }

    private void Hear(Emulator emulator, ReadOnlySpan<byte> bytes)
    {
        if (!_faults.Has("mute-kernel"))
        {
            _line.Send(bytes);
        }

        _kernelBytes += bytes.Length;
        if (_hasStruck && !_faults.Has("boot-loop"))
        {
            return;
        }

        if (Reached("power-drop") || Reached("power-blip") || Reached("boot-loop"))
        {
            emulator.Kill();
        }
        else if (Reached("hang"))
        {
            emulator.Freeze();
        }
        else if (Reached("serial-cut") || Reached("serial-gone"))
        {
            _line.Unplug(_faults.Has("serial-cut"));
        }
    }

    private bool Reached(string fault)
    {
        if (_faults.Number(fault) is not { } bytes || _kernelBytes < bytes)
        {
            return false;
        }

        _hasStruck = true;
        return true;
    }

    private void Print(string text) => _line.Send(Encoding.UTF8.GetBytes(text + "\r\n"));

    private void Disturb(long bytesPerSecond, CancellationToken end)
    {
        Random random = new(_options.Seed);
        byte[] chunk = new byte[Math.Max(1, bytesPerSecond / 100)];
        while (!end.WaitHandle.WaitOne(10))
        {
            random.NextBytes(chunk);
            _line.Send(chunk);
        }
    }
}
