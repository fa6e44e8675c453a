// Names that try to leave the served folder, and boards that see different folders.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class PathTests : IDisposable
{
    private static readonly IPEndPoint s_client = new(IPAddress.Parse("10.0.0.7"), 1234);
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-tftp-").FullName;
    private readonly string _root;

    public PathTests()
    {
        _root = Path.Combine(_folder, "root");
        Directory.CreateDirectory(Path.Combine(_root, "overlays"));
        File.WriteAllText(Path.Combine(_folder, "secret"), "secret");
        File.WriteAllText(Path.Combine(_root, "config.txt"), "served");
        File.WriteAllText(Path.Combine(_root, "overlays", "map.dtb"), "served");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("config.txt")]
    [InlineData("/config.txt")]
    [InlineData("//config.txt")]
    [InlineData("./config.txt")]
    [InlineData("overlays//map.dtb")]
    [InlineData("overlays/./map.dtb")]
    [InlineData("9ffefdef/config.txt")]
    [InlineData("9ffefdef/overlays/map.dtb")]
    [InlineData("100000009ffefdef/config.txt")]
    [InlineData("dc-a6-32-01-36-c2/config.txt")]
    public void Names_below_the_root_are_served(string name)
        => Assert.Equal("served", Fetch(Encoding.UTF8.GetBytes(name)).Data);

    [Theory]
    [InlineData("../secret", TftpVerdict.Denied)]
    [InlineData("/../secret", TftpVerdict.Denied)]
    [InlineData("overlays/../../secret", TftpVerdict.Denied)]
    [InlineData("overlays/../config.txt", TftpVerdict.Denied)]
    [InlineData("..", TftpVerdict.Denied)]
    [InlineData("..\\secret", TftpVerdict.Denied)]
    [InlineData("C:/secret", TftpVerdict.Denied)]
    [InlineData("c:secret", TftpVerdict.Denied)]
    [InlineData("config.txt\n", TftpVerdict.Denied)]
    [InlineData("/", TftpVerdict.Denied)]
    [InlineData(".", TftpVerdict.Denied)]
    [InlineData("overlays", TftpVerdict.NotFound)]
    [InlineData("overlays/", TftpVerdict.NotFound)]
    [InlineData("config.txt/x", TftpVerdict.NotFound)]
    [InlineData("/etc/passwd", TftpVerdict.NotFound)]
    [InlineData("etc/passwd", TftpVerdict.NotFound)]
    [InlineData("%2e%2e/secret", TftpVerdict.NotFound)]
    [InlineData("...", TftpVerdict.NotFound)]
    [InlineData("CONFIG.TXT", TftpVerdict.NotFound)]
    [InlineData("9ffefdef/../../secret", TftpVerdict.Denied)]
    [InlineData("9ffefdeg/config.txt", TftpVerdict.NotFound)]
    [InlineData("0100000009ffefdef/config.txt", TftpVerdict.NotFound)]
    public void Names_that_lead_elsewhere_are_not(string name, TftpVerdict verdict)
        => Assert.Equal(verdict, Fetch(Encoding.UTF8.GetBytes(name)).Verdict);

    [Theory]
    [InlineData("ff")]
    [InlineData("c080")]
    [InlineData("c0ae2e2f736563726574")]
    [InlineData("eda080")]
    public void Names_that_are_not_UTF8_are_malformed(string hex)
        => Assert.Equal(TftpVerdict.Malformed, Fetch(Convert.FromHexString(hex)).Verdict);

    [Fact]
    public void Overlong_names_are_refused()
    {
        Assert.Equal(TftpVerdict.Denied, Fetch(Encoding.ASCII.GetBytes(new string('a', 256))).Verdict);
        Assert.Equal(TftpVerdict.Malformed, Fetch(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("ab/", 400)))).Verdict);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("../rootless")]
    [InlineData("../root/../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("/")]
    [InlineData("overlays/../../secret")]
    [InlineData("link")]
    [InlineData("{root}/../secret")]
    [InlineData("{root}less")]
    [InlineData("{root}/link")]
    public void Links_out_of_the_root_and_loops_are_denied(string target)
    {
        File.WriteAllText(_root + "less", "secret");
        File.CreateSymbolicLink(Path.Combine(_root, "link"), target.Replace("{root}", _root, StringComparison.Ordinal));
        (TftpVerdict verdict, string data) = Fetch("link"u8.ToArray());
        Assert.Equal(TftpVerdict.Denied, verdict);
        Assert.Equal("", data);
        bool isCircle = target.EndsWith("link", StringComparison.Ordinal);
        Assert.Equal(
            isCircle ? "too many symbolic links, or links in a circle" : "a symbolic link leads out of the served folder",
            Reason("link"));
    }

    [Theory]
    [InlineData("{root}/config.txt")]
    [InlineData("{root}//./overlays/../config.txt")]
    [InlineData("../root/config.txt")]
    [InlineData("overlays/../../root/overlays/map.dtb")]
    public void Links_to_a_file_of_the_root_are_followed_however_they_are_written(string target)
    {
        File.CreateSymbolicLink(Path.Combine(_root, "link"), target.Replace("{root}", _root, StringComparison.Ordinal));
        Assert.Equal("served", Fetch("link"u8.ToArray()).Data);
    }

    [Fact]
    public void A_serial_numbers_folder_may_be_a_link_to_a_folder_of_the_root()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "9ffefdef"), Path.Combine(_root, "overlays"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "overlays", "back"), _root);
        Directory.CreateSymbolicLink(Path.Combine(_root, "overlays", "on"), Path.Combine(_root, "9ffefdef", "back"));
        Assert.Equal("served", Fetch("9ffefdef/map.dtb"u8.ToArray()).Data);
        Assert.Equal("served", Fetch("9ffefdef/back/9ffefdef/on/config.txt"u8.ToArray()).Data);
        Assert.Equal(TftpVerdict.NotFound, Fetch("9ffefdef/none"u8.ToArray()).Verdict);
    }

    [Fact]
    public void A_root_that_is_a_link_has_two_names()
    {
        string alias = Path.Combine(_folder, "alias");
        Directory.CreateSymbolicLink(alias, _root);
        File.CreateSymbolicLink(Path.Combine(_root, "one"), Path.Combine(alias, "config.txt"));
        File.CreateSymbolicLink(Path.Combine(_root, "two"), Path.Combine(_root, "config.txt"));
        File.CreateSymbolicLink(Path.Combine(_root, "out"), Path.Combine(alias, "..", "secret"));
        BootViews views = new([View("all", "alias")], _ => null);
        foreach (string name in new[] { "one", "two" })
        {
            using ITftpFile? file = views.Open(s_client.Address, name).File;
            Assert.Equal(6, file!.Length);
        }

        Assert.Equal(TftpVerdict.Denied, views.Open(s_client.Address, "out").Verdict);
    }

    [Fact]
    public void A_link_by_any_name_of_the_root_is_followed()
    {
        string aliases = Path.Combine(_folder, "aliases");
        Directory.CreateDirectory(aliases);
        Directory.CreateSymbolicLink(Path.Combine(aliases, "srv"), _root);
        Directory.CreateSymbolicLink(Path.Combine(aliases, "deep"), Path.Combine(_root, "overlays"));
        File.CreateSymbolicLink(Path.Combine(_root, "absolute"), Path.Combine(aliases, "srv", "config.txt"));
        File.CreateSymbolicLink(Path.Combine(_root, "relative"), "../aliases/deep/map.dtb");
        Directory.CreateSymbolicLink(Path.Combine(_root, "9ffefdef"), Path.Combine(aliases, "deep"));
        File.CreateSymbolicLink(Path.Combine(_root, "out"), Path.Combine(aliases, "srv", "..", "secret"));
        File.CreateSymbolicLink(Path.Combine(aliases, "secret"), Path.Combine(_folder, "secret"));
        File.CreateSymbolicLink(Path.Combine(_root, "out2"), Path.Combine(aliases, "secret"));
        foreach (string name in new[] { "absolute", "relative", "9ffefdef/map.dtb" })
        {
            Assert.Equal("served", Fetch(Encoding.ASCII.GetBytes(name)).Data);
        }

        Assert.Equal(TftpVerdict.Denied, Fetch("out"u8.ToArray()).Verdict);
        Assert.Equal(TftpVerdict.Denied, Fetch("out2"u8.ToArray()).Verdict);
    }

    [Fact]
    public void A_chain_of_links_is_followed_and_a_circle_of_them_is_not()
    {
        for (int i = 0; i < 30; i++)
        {
            File.CreateSymbolicLink(Path.Combine(_root, $"link{i}"), i == 0 ? "config.txt" : $"link{i - 1}");
        }

        File.CreateSymbolicLink(Path.Combine(_root, "there"), "back");
        File.CreateSymbolicLink(Path.Combine(_root, "back"), Path.Combine(_root, "there"));
        Assert.Equal("served", Fetch("link29"u8.ToArray()).Data);
        Assert.Equal("too many symbolic links, or links in a circle", Reason("there"));
    }

    [Fact]
    public void A_board_with_a_prefix_of_its_own_gets_its_view()
    {
        foreach (string name in new[] { "rack", "lab", "other" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            File.WriteAllText(Path.Combine(_folder, name, "f"), name);
        }

        Directory.CreateDirectory(Path.Combine(_folder, "rack", "rack-3"));
        File.WriteAllText(Path.Combine(_folder, "rack", "rack-3", "g"), "in a folder of that name");
        BootViews views = new(
            [
                View("other", "other"),
                View("rack", "rack") with { Prefixes = ["rack-3"] },
                View("lab", "lab") with { Prefixes = ["rack-3/deep", "x"] }
            ], _ => null);
        Assert.Equal("rack", views.Open(s_client.Address, "rack-3/f").View);
        Assert.Equal("rack", views.Open(s_client.Address, "/rack-3/g").View);
        Assert.Equal("lab", views.Open(s_client.Address, "rack-3/deep/f").View);
        Assert.Equal("lab", views.Open(s_client.Address, "x//f").View);
        Assert.Equal("other", views.Open(s_client.Address, "f").View);
        TftpFileResult similar = views.Open(s_client.Address, "rack-30/f");
        Assert.Equal(("other", TftpVerdict.NotFound), (similar.View, similar.Verdict));
        Assert.Equal(TftpVerdict.NotFound, views.Open(s_client.Address, "rack-3").Verdict);
    }

    [Fact]
    public void A_link_to_a_folder_outside_does_not_lead_out_either()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "up"), "..");
        Assert.Equal(TftpVerdict.Denied, Fetch("up/secret"u8.ToArray()).Verdict);
    }

    [Theory]
    [InlineData("config.txt")]
    [InlineData("overlays/../config.txt")]
    [InlineData("./overlays/map.dtb")]
    public void Links_that_stay_below_the_root_are_followed(string target)
    {
        File.CreateSymbolicLink(Path.Combine(_root, "link"), target);
        Assert.Equal("served", Fetch("link"u8.ToArray()).Data);
    }

    [Fact]
    public void Pipes_and_devices_are_denied_without_being_touched()
    {
        string pipe = Path.Combine(_root, "pipe");
        using (Process mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal(TftpVerdict.Denied, Fetch("pipe"u8.ToArray()).Verdict);
        TftpFileResult device = new BootViews([View("dev", "/dev")], _ => null).Open(s_client.Address, "zero");
        Assert.Equal((TftpVerdict.Denied, "not a regular file"), (device.Verdict, device.Reason));
    }

    [Fact]
    public void Boards_see_their_own_folders_by_serial_mac_and_address()
    {
        string[] names = ["serial", "mac", "address", "other"];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            File.WriteAllText(Path.Combine(_folder, name, "f"), name);
        }

        IPAddress known = IPAddress.Parse("10.0.0.1");
        IPAddress leased = IPAddress.Parse("10.0.0.2");
        BootViews views = new(
            [
                View("other", "other"),
                View("serial", "serial") with { Serials = ["9ffefdef"] },
                View("mac", "mac") with { Macs = ["dc:a6:32:01:36:c2"] },
                View("address", "address") with { Addresses = [known] },
            ],
            address => address.Equals(leased) ? "dc:a6:32:01:36:c2" : null);
        Assert.Equal("serial", views.Open(known, "9ffefdef/f").View);
        Assert.Equal("serial", views.Open(known, "9FFEFDEF/f").View);
        Assert.Equal("serial", views.Open(known, "100000009ffefdef/f").View);
        Assert.Equal("mac", views.Open(known, "dc-a6-32-01-36-c2/f").View);
        Assert.Equal("mac", views.Open(leased, "f").View);
        Assert.Equal("address", views.Open(known, "f").View);
        Assert.Equal("other", views.Open(s_client.Address, "f").View);
        Assert.Equal("other", views.Open(s_client.Address, "12345678/f").View);
    }

    [Fact]
    public void A_file_rewritten_in_place_ends_the_transfer_and_a_replaced_one_does_not()
    {
        string path = Path.Combine(_root, "big");
        File.WriteAllBytes(path, new byte[1000]);
        SimulatedNetwork network = Serve();
        network.Hand(SimulatedNetwork.RequestPort, s_client, Packets.Request("big"));
        File.WriteAllBytes(path + ".new", new byte[700]);
        File.Move(path + ".new", path, overwrite: true);
        network.Hand(network.Sent[^1].ServerPort, s_client, Packets.Acknowledgment(1));
        Assert.Equal(4 + 488, network.Sent[^1].Payload.Length);

        network.Hand(SimulatedNetwork.RequestPort, s_client, Packets.Request("big", "OCTET"));
        File.WriteAllBytes(path, new byte[600]);
        network.Hand(network.Sent[^1].ServerPort, s_client, Packets.Acknowledgment(1));
        Assert.Equal(5, network.Sent[^1].Payload[1]);
    }

    private BootView View(string name, string folder) => new() { Name = name, Folders = [Path.Combine(_folder, folder)] };

    private string Reason(string name) => new BootViews([View("all", "root")], _ => null).Open(s_client.Address, name).Reason;

    private SimulatedNetwork Serve() => new(new BootViews([View("all", "root")], _ => null));

    private (TftpVerdict Verdict, string Data) Fetch(byte[] name)
    {
        SimulatedNetwork network = Serve();
        network.Hand(SimulatedNetwork.RequestPort, s_client, Packets.Request(name, "octet"));
        byte[] answer = Assert.Single(network.Sent).Payload;
        TftpVerdict verdict = network.Log.Concat(network.Server.Running).Single().Verdict;
        return (verdict, answer[1] == 3 ? Encoding.UTF8.GetString(answer.AsSpan(4)) : "");
    }
}
