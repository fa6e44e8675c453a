using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Images;
using RustKernel.Flash.Netboot;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Media;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Boot media made of a toy's files and read back by other programs.</summary>
public sealed class MediaTests : IDisposable
{
    private readonly Recording _recording = new();

    public void Dispose() => _recording.Dispose();

    private BootJob Job(string media)
    {
        string image = Path.Combine(_recording.Folder, "Image");
        File.WriteAllBytes(image, [.. "kernel "u8, .. "RustKernel-build-id: abc\n"u8]);
        TargetDefinition target = Rig.Target("{driver: pty, device: x}", "{driver: manual}", media) with
        {
            Image = image,
            CommandLine = "test=wait"
        };
        return new BootJob(target, "/") { LayOut = folder => LayOut(folder, image) };
    }

    private static List<string> LayOut(string folder, string image)
    {
        Directory.CreateDirectory(folder);
        File.Copy(image, Path.Combine(folder, "kernel.img"));
        File.WriteAllText(Path.Combine(folder, "cmdline.txt"), "test=wait\n");
        return [Path.Combine(folder, "kernel.img")];
    }

    private static string FileOnCard(string card, string name)
    {
        using Process mtype =
            Process.Start(new ProcessStartInfo("mtype", ["-i", card + "@@1M", "::" + name]) { RedirectStandardOutput = true })!;
        string text = mtype.StandardOutput.ReadToEnd();
        Assert.True(mtype.WaitForExit(Recording.Patience));
        return text;
    }

    private string Program(string name, string script)
    {
        string path = Path.Combine(_recording.Folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    [Fact]
    public void A_card_in_a_file_has_the_run_s_kernel_and_command_line()
    {
        string card = Path.Combine(_recording.Folder, "card.img");
        using CardFile media = new(_recording.Log, card, null);
        media.Prepare(Job($"{{driver: sd-file, file: {card}}}"), _recording.Deadline);
        Assert.Equal("test=wait\n", FileOnCard(card, "cmdline.txt"));
        Assert.StartsWith("kernel ", FileOnCard(card, "kernel.img"), StringComparison.Ordinal);
        Assert.Equal(64, Assert.Single(_recording.Of(EventKind.Media)).Text("sha256").Length);
    }

    // Suites of files need both partitions, whatever the last run left.
    [Fact]
    public void A_card_in_a_file_has_an_empty_data_volume_for_each_run()
    {
        string card = Path.Combine(_recording.Folder, "card.img");
        using CardFile media = new(_recording.Log, card, null);
        BootJob job = Job($"{{driver: sd-file, file: {card}}}") with { Volumes = new MarkedVolumes() };
        for (int run = 0; run < 2; run++)
        {
            media.Prepare(job, _recording.Deadline);
            Assert.Equal("test=wait\n", FileOnCard(card, "cmdline.txt"));
            using FileStream file = new(card, FileMode.Open, FileAccess.ReadWrite);
            byte[] table = new byte[512];
            file.ReadExactly(table);
            Assert.Equal(0x83, table[446 + 16 + 4]);
            long start = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(446 + 16 + 8)) * 512L;
            Assert.Equal(64L << 20, BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(446 + 16 + 12)) * 512L);
            file.Position = start;
            Assert.Equal(MarkedVolumes.Mark, file.ReadByte());

            // The run's own files.
            file.Position = start;
            file.WriteByte(1);
        }
    }

    [Fact]
    public void A_card_behind_a_multiplexer_comes_is_written_and_goes_back_even_when_writing_fails()
    {
        string card = Path.Combine(_recording.Folder, "card");
        string mux = Program("mux", $"echo $1 >> {_recording.Folder}/moves; if [ $1 = host ]; then : > {card}; fi");
        string settings = $"{{driver: sd-mux, to_host: [{mux}, host], to_board: [{mux}, board], write: [cp, '{{image}}', '{{device}}'], "
            + $"device: {card}}}";
        BootJob job = Job(settings);
        using (CardMultiplexer media = new(_recording.Log, job.Target.Lab!.Media))
        {
            media.Prepare(job, _recording.Deadline);
        }

        Assert.Equal("test=wait\n", FileOnCard(card, "cmdline.txt"));
        job = Job(settings.Replace("write: [cp", "write: ['false'", StringComparison.Ordinal));
        using (CardMultiplexer media = new(_recording.Log, job.Target.Lab!.Media))
        {
            Assert.Contains(
                "false ended with status 1",
                Assert.Throws<InfrastructureException>(() => media.Prepare(job, _recording.Deadline)).Message,
                StringComparison.Ordinal);
        }

        Assert.Equal(["host", "board", "host", "board"], File.ReadAllLines(Path.Combine(_recording.Folder, "moves")));
    }

    [Fact]
    public void A_card_that_does_not_appear_is_named()
    {
        BootJob job = Job("{driver: sd-mux, to_host: ['true'], to_board: ['true'], write: ['true'], device: /dev/rk-no-card}");
        using System.Threading.CancellationTokenSource deadline = new();
        // The deadline passes during the search for the card, however slow the earlier programs are.
        using CardMultiplexer media = new(_recording.Log, job.Target.Lab!.Media, device =>
        {
            deadline.Cancel();
            return false;
        });
        Assert.Contains(
            "the card did not appear as /dev/rk-no-card",
            Assert.Throws<InfrastructureException>(() => media.Prepare(job, deadline.Token)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_this_machine_does_not_have_is_named()
    {
        BootJob job = Job("{driver: netboot, address: 203.0.113.7}");
        using NetbootMedia media = new(_recording.Log, job.Target.Lab!.Media);
        Assert.Contains(
            "no interface of this machine has the address 203.0.113.7",
            Assert.Throws<InfrastructureException>(() => media.Prepare(job, _recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "192.168.76.1", true)]
    [InlineData(", router: none, relays: none", "", false)]
    [InlineData(", router: 192.168.76.254, relays: own", "192.168.76.254", true)]
    public void Router_and_relays_of_a_network_are_configured(string more, string router, bool servesRelays)
    {
        using NetbootMedia media = new(_recording.Log, Job($"{{driver: netboot, address: 192.168.76.1{more}}}").Target.Lab!.Media);
        DhcpPolicy policy =
            media.Policy(new NetworkPort("eth7", IPAddress.Parse("192.168.76.1"), IPAddress.Parse("255.255.255.0")), "kernel8.img")!;
        Assert.Equal((router, servesRelays), ($"{policy.Router}", policy.ServesRelays));
    }

    [Theory]
    [InlineData(", router: 'fe80::1', frames_port: 47312", "media.router is an IPv4 address or none, not \"fe80::1\"")]
    [InlineData(", router: gateway, frames_port: 47312", "media.router is an IPv4 address or none, not \"gateway\"")]
    public void A_router_that_is_none_is_named(string more, string expected)
    {
        BootJob job = Job($"{{driver: netboot, address: 192.168.76.1{more}}}");
        using NetbootMedia media = new(_recording.Log, job.Target.Lab!.Media);
        Assert.Contains(
            expected,
            Assert.Throws<InfrastructureException>(() => media.Prepare(job, _recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_IPv6_is_refused_because_nothing_is_served_there()
    {
        BootJob job = Job("{driver: netboot, address: '::1'}");
        using NetbootMedia media = new(_recording.Log, job.Target.Lab!.Media);
        string message = Assert.Throws<InfrastructureException>(() => media.Prepare(job, _recording.Deadline)).Message;
        Assert.Contains("media.address is an IPv4 address (nothing is served by IPv6), not \"::1\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_a_board_are_served_from_before_power_on()
    {
        BootJob job = Job("{driver: netboot, address: 192.168.76.1, frames_port: 47311}");
        using (NetbootMedia media = new(_recording.Log, job.Target.Lab!.Media))
        {
            media.Prepare(job, _recording.Deadline);
        }

        Assert.Contains("192.168.76.1", Assert.Single(_recording.Of(EventKind.Media)).Text("what"), StringComparison.Ordinal);
    }

    private sealed class MarkedVolumes : IDataVolumes
    {
        internal const byte Mark = 0x5A;

        public void Make(string image, long start, long length, ulong number)
        {
            using FileStream file = new(image, FileMode.Open, FileAccess.Write);
            file.Position = start;
            file.WriteByte(Mark);
        }

        public (long Start, long Length)? Find(Stream disk, long length) => null;
    }
}
