// QEMU's machine protocol (QMP) over a socket that QEMU connected to us.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>Sends commands and logs the events. They say why the machine stopped, which no exit status does.</summary>
internal sealed class QemuMonitor
{
    private readonly EventLogWriter _log;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly Queue<JsonNode> _answers = new();
    private readonly Lock _commandLock = new();
    private bool _isClosed;

    /// <summary>A monitor over <paramref name="stream"/>.</summary>
    public QemuMonitor(EventLogWriter log, Stream stream)
    {
        _log = log;
        _reader = new StreamReader(stream);
        _writer = new StreamWriter(stream) { AutoFlush = true };
    }

    /// <summary>The version from the greeting: major, minor, micro.</summary>
    public Version Version { get; private set; } = new(0, 0);

    /// <summary>Reads the greeting; false when there was none.</summary>
    public bool Greet()
    {
        if (Read()?["QMP"]?["version"]?["qemu"] is not { } version)
        {
            return false;
        }

        Version = new Version((int)version["major"]!, (int)version["minor"]!, (int)version["micro"]!);
        _log.Append(EventKind.Environment, new JsonObject { ["name"] = "qemu", ["value"] = Version.ToString() });
        return true;
    }

    /// <summary>Reads and logs until QEMU closes the line.</summary>
    public void Listen()
    {
        for (JsonNode? message = Read(); message is not null; message = Read())
        {
            if (message["event"] is not null)
            {
                LogEvent(message);
            }
            else
            {
                Answer(message);
            }
        }

        lock (_answers)
        {
            _isClosed = true;
            Monitor.PulseAll(_answers);
        }
    }

    /// <summary>
    /// Runs a command and returns its "return" value; null when QEMU refused, is gone, or did not
    /// answer within <paramref name="limit"/>.
    /// </summary>
    public JsonNode? Execute(string command, JsonObject? arguments, TimeSpan limit)
    {
        lock (_commandLock)
        {
            JsonObject message = new() { ["execute"] = command };
            if (arguments is not null)
            {
                message["arguments"] = arguments;
            }

            lock (_answers)
            {
                _answers.Clear();
            }

            try
            {
                _writer.Write(message.ToJsonString() + "\n");
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return null;
            }

            return Await(limit);
        }
    }

    private JsonNode? Await(TimeSpan limit)
    {
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        lock (_answers)
        {
            while (_answers.Count == 0)
            {
                long left = end - Environment.TickCount64;
                if (_isClosed || left <= 0 || !Monitor.Wait(_answers, (int)Math.Min(left, int.MaxValue)))
                {
                    return null;
                }
            }

            return _answers.Dequeue()["return"];
        }
    }

    private void Answer(JsonNode message)
    {
        lock (_answers)
        {
            _answers.Enqueue(message);
            Monitor.PulseAll(_answers);
        }
    }

    private void LogEvent(JsonNode message)
    {
        JsonObject fields = new() { ["event"] = message["event"]!.DeepClone() };
        if (message["data"] is JsonObject data)
        {
            fields["detail"] = data.DeepClone();
        }

        _log.Append(EventKind.Emulator, fields);
    }

    private JsonNode? Read()
    {
        try
        {
            return _reader.ReadLine() is { } line ? JsonNode.Parse(line) : null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
