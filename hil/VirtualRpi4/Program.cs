// rk-virtual-rpi4: a Raspberry Pi 4 on a lab, without hardware.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using RustKernel.Hil.VirtualRpi4;
using RustKernel.Hil.VirtualRpi4.Chips;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Serial;

const string Usage = """
    rk-virtual-rpi4: a Raspberry Pi 4 on a lab, without hardware

    usage: rk-virtual-rpi4 --folder DIR [--card FILE | --frames-port N] [--seed N] [--fault NAME[=ARGUMENT]]...

      --folder DIR      where "console" (a link to a pseudo-terminal), "relay" (a Unix socket: on, off, status) and "i2c" (a Unix socket:
                        a bus with an INA219 in the board's supply) appear
      --card FILE       the image of the SD card it boots from (default: DIR/sd.img)
      --frames-port N   boot from the network: Ethernet frames as datagrams, from port N of 127.0.0.1 to port N + 1 and back
      --seed N          of everything random
      --fault NAME      something is wrong; may be repeated
      --faults          list the faults

    It prints "ready" when everything is there, and ends on Ctrl-C or SIGTERM. The board is off then.
    """;

string folder = "", card = "";
int framesPort = 0, seed = 1;
List<string> faultWords = [];
try
{
    for (int index = 0; index < args.Length; index++)
    {
        string Value() => ++index < args.Length ? args[index] : throw new FormatException($"{args[^1]} wants a value");
        switch (args[index])
        {
            case "--folder": folder = Path.GetFullPath(Value()); break;
            case "--card": card = Path.GetFullPath(Value()); break;
            case "--frames-port": framesPort = int.Parse(Value(), CultureInfo.InvariantCulture); break;
            case "--seed": seed = int.Parse(Value(), CultureInfo.InvariantCulture); break;
            case "--fault": faultWords.Add(Value()); break;
            case "--help":
                Console.WriteLine(Usage);
                return 0;
            case "--faults":
                foreach (FaultKind kind in FaultList.All)
                {
                    Console.WriteLine($"{(kind.Default.Length > 0 ? $"{kind.Name}={kind.Default}" : kind.Name),-22}{kind.Help}");
                }

                return 0;
            default: throw new FormatException($"unknown argument {args[index]}");
        }
    }

    if (folder.Length == 0)
    {
        throw new FormatException("--folder is missing");
    }

    Directory.CreateDirectory(folder);
    FaultList faults = new(faultWords);
    LabOptions options = new()
    {
        Folder = folder,
        Card = card.Length > 0 ? card : Path.Combine(folder, "sd.img"),
        IsNetwork = framesPort > 0,
        FramesPort = framesPort,
        Seed = seed
    };
    using ManualResetEventSlim end = new();
    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        end.Set();
    }

    using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using SerialLine line = new(Path.Combine(folder, "console"), faults, seed);
    using Board board = new(options, faults, line);
    using ChipBus bus = new(Path.Combine(folder, "i2c"), new Dictionary<int, IChip> { [0x40] = new InaChip("ina219", 0.1, board.Supply) });
    using Relay relay = new(Path.Combine(folder, "relay"), faults, board.Switch);
    Console.WriteLine("ready");
    end.Wait();
    return 0;
}
catch (Exception e) when (e is FormatException
    or IOException
    or UnauthorizedAccessException
    or System.Net.Sockets.SocketException
    or System.ComponentModel.Win32Exception)
{
    Console.Error.WriteLine($"rk-virtual-rpi4: {e.Message}");
    return 2;
}
