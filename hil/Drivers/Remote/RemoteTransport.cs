// A serial line at the input and output of a command on a host.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Renci.SshNet;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>Starts a command there; its input and output are the line.</summary>
/// <param name="Log">Where its start and its messages go.</param>
/// <param name="Driver">The driver's name.</param>
/// <param name="Where">For messages.</param>
/// <param name="Host">The host.</param>
/// <param name="Command">Program and arguments.</param>
internal sealed record RemoteTransport(
    EventLogWriter Log,
    string Driver,
    string Where,
    HostDefinition Host,
    IReadOnlyList<string> Command) : ISerialTransport
{
    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        SshClient client = SshHost.Of(Host).Client(deadline);
        try
        {
            return new Connection(Log, client.CreateCommand(RemoteCommand.Join(Command)));
        }
        catch (Exception e) when (SshHost.IsConnectionFailure(e))
        {
            SshHost.Of(Host).Dispose();
            throw new InfrastructureException($"{Where} cannot be opened: {e.Message}");
        }
    }

    private sealed class Connection : ISerialConnection
    {
        private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(2);
        private readonly EventLogWriter _log;
        private readonly SshCommand _command;
        private readonly Task _ended;
        private readonly Stream _input;
        private volatile bool _stops;

        public Connection(EventLogWriter log, SshCommand command)
        {
            _log = log;
            _command = command;
            _ended = command.ExecuteAsync(CancellationToken.None);
            _input = command.CreateInputStream();
            new Thread(LogErrors) { IsBackground = true, Name = "remote errors" }.Start();
        }

        public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long>();

        public int Read(Span<byte> buffer)
        {
            try
            {
                int count = _command.OutputStream.Read(buffer);
                // The package ends the output when the connection is lost, too; the command's task says which it was.
                if (count == 0 && !_stops)
                {
                    _ended.Wait(s_endLimit);
                }

                return count;
            }
            catch (Exception e) when (_stops && (e is AggregateException || SshHost.IsConnectionFailure(e)))
            {
                return 0;
            }
            catch (AggregateException e)
            {
                throw new IOException(e.InnerException?.Message ?? e.Message);
            }
            catch (Exception e) when (SshHost.IsConnectionFailure(e) && e is not IOException)
            {
                throw new IOException(e.Message);
            }
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                _input.Write(bytes);
                _input.Flush();
            }
            catch (Exception e) when (SshHost.IsConnectionFailure(e) && e is not IOException)
            {
                throw new IOException(e.Message);
            }
        }

        public void Stop()
        {
            _stops = true;
            try
            {
                // The command ends when its input does; one that ignores that is killed.
                _input.Dispose();
                if (!_ended.IsCompleted && !Ends())
                {
                    _command.CancelAsync(forceKill: true, millisecondsTimeout: 500);
                }
            }
            catch (Exception e) when (SshHost.IsConnectionFailure(e))
            {
                // The connection was faster.
            }
        }

        public void Dispose()
        {
            _stops = true;
            SshHost.End(_command);
        }

        private bool Ends()
        {
            try
            {
                return _ended.Wait(s_endLimit);
            }
            catch (AggregateException)
            {
                return true;
            }
        }

        private void LogErrors()
        {
            try
            {
                using StreamReader errors = new(_command.ExtendedOutputStream, Encoding.UTF8);
                for (string? line = errors.ReadLine(); line is not null; line = errors.ReadLine())
                {
                    _log.Append(EventKind.ProcessOutput, new JsonObject { ["name"] = "console", ["stream"] = "stderr", ["text"] = line });
                }
            }
            catch (Exception e) when (SshHost.IsConnectionFailure(e))
            {
                // The line's reader reports it.
            }
        }
    }
}
