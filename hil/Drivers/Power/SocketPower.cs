// A relay controlled by lines of text.

using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>One connection, one line and one answer for each act.</summary>
public sealed class SocketPower : PowerSwitch
{
    private readonly DriverSettings _settings;

    /// <summary>A switch as <paramref name="settings"/> say.</summary>
    public SocketPower(EventLogWriter log, DriverSettings settings)
        : base(log, settings.Driver, settings.Seconds("discharge"))
        => _settings = settings;

    /// <inheritdoc/>
    public override PowerState Status(CancellationToken deadline)
        => StatusPattern.Matches(Ask(_settings.Text("status"), deadline), _settings.Text("status_on")) ? PowerState.On : PowerState.Off;

    /// <inheritdoc/>
    protected override void Switch(bool on, CancellationToken deadline) => Ask(_settings.Text(on ? "on" : "off"), deadline);

    private string Ask(string line, CancellationToken deadline)
    {
        string address = _settings.Text("address");
        string? answer;
        try
        {
            using Socket socket = NetworkAddress.Connect(address, deadline);
            answer = AskAsync(socket, line, deadline).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new InfrastructureException($"the relay at {address} does not answer: {e.Message}");
        }

        if (answer is null)
        {
            throw new InfrastructureException($"the relay at {address} closed the connection without an answer");
        }

        return StatusPattern.Matches(answer, _settings.Text("error"))
            ? throw new InfrastructureException($"the relay at {address} refuses {line}: {answer}")
            : answer;
    }

    private static async Task<string?> AskAsync(Socket socket, string line, CancellationToken deadline)
    {
        using NetworkStream stream = new(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), deadline).ConfigureAwait(false);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadLineAsync(deadline).ConfigureAwait(false);
    }
}
