// The board updates its own kernel: one that reaches the prompt stays, one that does not is undone after the watchdog's reset.

using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.VirtualRpi4;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Serial;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

public sealed class UpdateTests : IDisposable
{
    private const string Prompt = "rk> ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _heard = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Run", "hil")]
    public void A_kernel_that_reaches_the_prompt_stays_and_one_that_does_not_is_followed_by_the_one_before()
    {
        Good("image", "rpi4");
        string card = _folder.File("sd.img");
        Good("flash", "sd", "rpi4", card);
        byte[] kernel = File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "Image"));
        byte[] bad = [.. kernel];
        for (int at = 0x1000; at < bad.Length; at += 64)
        {
            bad[at] ^= 0x10;
        }

        Put(card, "good", kernel);
        Put(card, "good.sha256", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(kernel)) + "  good\n"));
        Put(card, "bad", bad);
        using (SerialLine line = new(_folder.File("console"), new FaultList([]), 1))
        using (Hil.VirtualRpi4.Board board = new(new LabOptions { Folder = _folder.Path, Card = card }, new FaultList([]), line))
        using (FileStream console = new(_folder.File("console"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0))
        {
            new Thread(() => Listen(console)) { IsBackground = true }.Start();
            board.Switch(on: true);
            Await(0, Prompt);
            Say(console, $"update /data/good {new string('0', 64)}", "update: its SHA-256 is ");
            Say(console, "update /data/good", "update: kernelb.img has reached the prompt and stays; kernel8.img is kept beside it");
            Say(console, "update", "kernelb.img boots");
            int from = Say(
                console,
                "update /data/bad",
                "restarting to try it: it stays if it reaches the prompt, else kernelb.img starts again");
            Await(from, "RustKernel shell");
            Say(console, "update", "kernelb.img boots\r\nkernel8.img was tried");
            board.Switch(on: false);
        }

        Assert.EndsWith("good\n", Good("fs", "check", card), StringComparison.Ordinal);
    }

    private void Put(string card, string name, byte[] bytes)
    {
        string file = _folder.File(name);
        File.WriteAllBytes(file, bytes);
        Good("fs", "put", card, file, "/" + name);
    }

    private static string Good(params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(Tool.Path, arguments), s_limit);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private void Listen(FileStream console)
    {
        byte[] piece = new byte[4096];
        try
        {
            for (int count = console.Read(piece); count > 0; count = console.Read(piece))
            {
                lock (_heard)
                {
                    _heard.Append(Encoding.Latin1.GetString(piece, 0, count));
                    Monitor.PulseAll(_heard);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The adapter was pulled: the test has ended.
        }
    }

    private int Say(FileStream console, string line, string expected)
    {
        int from;
        lock (_heard)
        {
            from = _heard.Length;
        }

        console.Write(Encoding.ASCII.GetBytes(line + "\r"));
        return Await(from, expected);
    }

    // The end of the expected text in everything heard.
    private int Await(int from, string expected)
    {
        Stopwatch clock = Stopwatch.StartNew();
        lock (_heard)
        {
            int at;
            while ((at = _heard.ToString().IndexOf(expected, from, StringComparison.Ordinal)) < 0)
            {
                TimeSpan left = s_limit - clock.Elapsed;
                Assert.True(left > TimeSpan.Zero && Monitor.Wait(_heard, left), $"\"{expected}\" did not come:\n{_heard}");
            }

            return at + expected.Length;
        }
    }
}
