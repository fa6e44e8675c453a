// The monitor of an emulator that rk started.

using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>A socket in a test's folder; each use is a connection of its own.</summary>
internal sealed class QemuMonitor(string folder)
{
    private const string Prompt = "(qemu) ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly string _socket = Path.Combine(folder, "monitor");

    /// <summary>Arguments that rk must pass on.</summary>
    public string[] Arguments => ["--qemu-arg=-monitor", $"--qemu-arg=unix:{_socket},server=on,wait=off"];

    /// <summary>Executes a command; returns the monitor's output.</summary>
    public string Do(string command)
    {
        using Socket line = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        line.ReceiveTimeout = (int)s_limit.TotalMilliseconds;
        line.Connect(new UnixDomainSocketEndPoint(_socket));
        StringBuilder said = new();
        Await(line, said, prompts: 1);
        line.Send(Encoding.ASCII.GetBytes(command + "\n"));
        Await(line, said, prompts: 2);
        return said.ToString();
    }

    private static void Await(Socket line, StringBuilder said, int prompts)
    {
        Stopwatch clock = Stopwatch.StartNew();
        byte[] some = new byte[4096];
        while (said.ToString().Split(Prompt).Length <= prompts)
        {
            int count = 0;
            try
            {
                count = clock.Elapsed < s_limit ? line.Receive(some) : 0;
            }
            catch (SocketException exception)
            {
                Assert.Fail($"the monitor: {exception.Message} after:\n{said}");
            }

            Assert.True(count > 0, $"the monitor ended, or says no end, after:\n{said}");
            said.Append(Encoding.ASCII.GetString(some, 0, count));
        }
    }
}
