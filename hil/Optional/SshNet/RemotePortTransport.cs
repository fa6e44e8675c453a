// A serial port of another machine through SSH.NET.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Optional.SshNet;

/// <summary>Logs in by key and runs what the driver tty runs through OpenSSH.</summary>
/// <param name="Server">The machine's name.</param>
/// <param name="User">The user there.</param>
/// <param name="Identity">The key's file.</param>
/// <param name="Device">The port there.</param>
/// <param name="Baud">Bits a second.</param>
public sealed record RemotePortTransport(string Server, string User, string Identity, string Device, int Baud) : ISerialTransport
{
    /// <inheritdoc/>
    public string Driver => "ssh-net";

    /// <inheritdoc/>
    public string Where => $"{Server}:{Device}";

    /// <summary>The transport that <paramref name="settings"/> describe.</summary>
    public static ISerialTransport Create(DriverSettings settings)
        => new RemotePortTransport(settings.Text("server"), settings.Text("user"), settings.Text("identity"), settings.Text("device"), settings.Integer("baud"));

    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        SshClient client = new(Server, User, new PrivateKeyFile(Identity));
        try
        {
            client.ConnectAsync(deadline).GetAwaiter().GetResult();
            SshCommand command = client.CreateCommand(SecureShell.Join(SecureShell.TerminalCommand(Device, Baud)));
            return new Connection(client, command, command.BeginExecute());
        }
        catch (Exception e) when (e is SshException or SocketException or IOException)
        {
            client.Dispose();
            throw new InfrastructureException($"{Where} cannot be reached: {e.Message}");
        }
    }

    private sealed class Connection : ISerialConnection
    {
        private readonly SshClient _client;
        private readonly SshCommand _command;
        private readonly IAsyncResult _execution;
        private readonly Stream _input;

        public Connection(SshClient client, SshCommand command, IAsyncResult execution)
        {
            _client = client;
            _command = command;
            _execution = execution;
            _input = command.CreateInputStream();
        }

        public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long>();

        public int Read(Span<byte> buffer) => _execution.IsCompleted && _command.OutputStream.Length == 0 ? 0 : _command.OutputStream.Read(buffer);

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _input.Write(bytes);
            _input.Flush();
        }

        public void Stop() => _client.Disconnect();

        public void Dispose()
        {
            _command.Dispose();
            _client.Dispose();
        }
    }
}
