using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Targets;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A board behind a TCP serial line and a relay: with power it prints its text, and answers commands.</summary>
internal sealed class ToyBoard : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-toy-").FullName;
    private readonly Thread _thread;
    private volatile Socket? _line;
    private int _sent;

    public ToyBoard()
    {
        _listener.Start();
        Relay = new SocketRelay(Path.Combine(_folder, "relay")) { Switched = PowerChanged };
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public SocketRelay Relay { get; }

    /// <summary>Its output at each power-on, in order; the last one repeats.</summary>
    public List<string> Boots { get; } = [];

    /// <summary>Answers to lines from the rig.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>The effect of its serial line on a command, given its number, from 0; null loses it completely.</summary>
    public Func<int, string, string?> Damage { get; set; } = (_, command) => command;

    /// <summary>
    /// If set, the board is a shell: it draws each letter after its prompt. Returns the serial
    /// line's effect on a letter; empty loses it.
    /// </summary>
    public Func<char, string>? Editor { get; set; }

    /// <summary>The received commands, as the board read them.</summary>
    public List<string> Heard { get; } = [];

    public int PowerOns { get; private set; }

    public string Folder => _folder;

    /// <summary>A document in which every test of <paramref name="suite"/> passes.</summary>
    public static string Document(string suite, params string[] tests)
    {
        int sequence = 0;
        string Checked(string line)
        {
            sequence++;
            string text = string.Create(CultureInfo.InvariantCulture, $"{line} # t={sequence * 100} s={sequence}");
            return string.Create(CultureInfo.InvariantCulture, $"{text} c={Crc16.Compute(Encoding.UTF8.GetBytes(text)):x4}\r\n");
        }

        StringBuilder document = new();
        document.Append("KTAP version 1\r\n1..1\r\n  KTAP version 1\r\n  # Subtest: ").Append(suite).Append("\r\n");
        document.Append(CultureInfo.InvariantCulture, $"  1..{tests.Length}\r\n");
        for (int index = 0; index < tests.Length; index++)
        {
            document.Append(Checked($"  ok {index + 1} {tests[index]}"));
        }

        document.Append(Checked($"ok 1 {suite}"));
        document.Append(Checked($"# done total={tests.Length} ok={tests.Length} notok=0 skip=0 suites=1"));
        return document.ToString();
    }

    /// <summary>
    /// The board as a target. Deadlines that no test should reach are long: a busy host may take seconds to run this board's thread. A
    /// command is repeated after a tenth of <paramref name="silence"/>, 3 s at most.
    /// </summary>
    public TargetDefinition Target(string strategy = "{}", double firstByte = 120, double silence = 60)
        => Rig.Target(
            $"{{driver: tcp, address: '127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}'}}",
            $"{{driver: socket, address: 'unix:{_folder}/relay', on: 'set 1', off: 'set 0', status: get, discharge: 0.01}}",
            more: string.Create(
                CultureInfo.InvariantCulture,
                $"strategy: {strategy}\n    deadlines: {{first_byte: {firstByte}, kernel: 120, silence: {silence}, total: 300}}"));

    public void Dispose()
    {
        Relay.Dispose();
        _listener.Stop();
        _line?.Dispose();
        Assert.True(_thread.Join(Recording.Patience), "its thread did not end");
        Directory.Delete(_folder, recursive: true);
    }

    private void PowerChanged(bool on)
    {
        if (!on)
        {
            return;
        }

        string text = Boots[Math.Min(PowerOns, Boots.Count - 1)];
        PowerOns++;
        // The rig's connection exists before this side has accepted it, and before it has seen the end of an earlier run's connection.
        SpinWait.SpinUntil(() => _line is { } line && IsOpen(line), Recording.Patience);
        _line?.Send(Encoding.UTF8.GetBytes(text));
    }

    private static bool IsOpen(Socket line) => !(line.Poll(0, SelectMode.SelectRead) && line.Available == 0);

    private void Hear(Socket line, string sent)
    {
        // Skips empty lines, like the kernel.
        if (sent.Length == 0 || Damage(_sent++, sent) is not { Length: > 0 } heard)
        {
            return;
        }

        Heard.Add(heard);
        line.Send(Encoding.UTF8.GetBytes(Answers.GetValueOrDefault(heard, $"# unknown command: {heard}\r\n# ready\r\n")));
    }

    private void Edit(Socket line, StringBuilder command, char letter)
    {
        const char TakeBack = '\u0015';
        if (letter == '\r')
        {
            Heard.Add(command.ToString());
            line.Send(Encoding.UTF8.GetBytes("\r\n" + Answers.GetValueOrDefault(command.ToString(), "no such command\r\n")));
            command.Clear();
        }
        else if (letter == TakeBack)
        {
            command.Clear();
        }
        else
        {
            command.Append(Editor!(letter));
        }

        line.Send(Encoding.UTF8.GetBytes($"\rrk> {command}\e[K"));
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                Socket line = _listener.AcceptSocket();
                _line = line;
                using StreamReader reader = new(new NetworkStream(line));
                StringBuilder command = new();
                for (int letter = reader.Read(); letter >= 0; letter = reader.Read())
                {
                    if (Editor is not null)
                    {
                        Edit(line, command, (char)letter);
                        continue;
                    }

                    if (letter != '\r')
                    {
                        command.Append((char)letter);
                        continue;
                    }

                    Hear(line, command.ToString());
                    command.Clear();
                }
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // The test is over, perhaps before this thread began to listen ("Not listening").
        }
    }
}
