// The contents of pages.

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RustKernel.Services;
using RustKernel.Services.Web.Http;
using RustKernel.Services.Web.Pages;
using Xunit;

namespace RustKernel.Network.Tests.Web;

public sealed class PagesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("web").FullName;
    private readonly FilePages _pages;

    public PagesTests() => _pages = new FilePages(_root, "/files");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_end_of_a_text_keeps_characters_that_a_piece_cuts_and_begins_with_a_line()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("one \u2713\ntwo \u00fc \u2713\nthree \u2713\n");
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            TextTail whole = new(100);
            TextTail end = new(12);
            foreach (byte[] piece in new[] { bytes[..cut], bytes[cut..] })
            {
                whole.Add(piece);
                end.Add(piece);
            }

            Assert.Equal("one \u2713\ntwo \u00fc \u2713\nthree \u2713\n", whole.Text);
            Assert.Equal("three \u2713\n", end.Text);
        }

    }

    [Theory]
    [InlineData("0123456789", "56789")]
    [InlineData("0123456789\n", "6789\n")]
    [InlineData("abc\nwxyz\n", "wxyz\n")]
    [InlineData("0123\u2713\u2713", "\u2713")]
    public void The_end_of_a_text_is_never_empty(string text, string shown)
    {
        TextTail line = new(5);
        line.Add(Encoding.UTF8.GetBytes(text));
        Assert.Equal(shown, line.Text);
    }

    [Fact]
    public void The_status_page_is_well_formed_whatever_was_logged()
    {
        MachineReport report = Report();
        string page = StatusPage.Make(report);
        XElement html = Xml(page);
        string[] cells = html.Descendants("td").Select(cell => cell.Value).ToArray();
        Assert.Equal(["a<b>&\"'", "running", "3", "8", "40", "1500", "init", "stopped", "0", "0", "0", "0"], cells);
        Assert.Equal("\n<script>alert(1)</script>\uFFFD[0m \u2713\n", "\n" + html.Descendants("pre").Single().Value);
        Assert.Contains("up 1:01:01, 1 CPU. Address: 10.0.2.15/24 via 10.0.2.2.", html.Value, StringComparison.Ordinal);
        Assert.Contains("Memory: 1 of 4 KiB in use.", html.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("script", Regex.Replace(page, "&lt;.*?&gt;", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_have_prometheus_form()
    {
        string[] lines = MetricsPage.Make(Report()).Split('\n');
        Assert.Equal("", lines[^1]);
        string name = "";
        foreach (string line in lines[..^1])
        {
            Match head = Regex.Match(line, @"^# (HELP|TYPE) (rustkernel_[a-z_]+) (?:counter|gauge|[A-Z1].*\.)$");
            Match sample = Regex.Match(line, @"^(rustkernel_[a-z_]+)(\{service=""(\\[\\""n]|[^\\""])*""\})? \d+(\.\d+)?$");
            Assert.True(head.Success || sample.Success, line);
            name = head.Success ? head.Groups[2].Value : name;
            Assert.Equal(name, head.Success ? name : sample.Groups[1].Value);
        }

        Assert.Contains("rustkernel_uptime_seconds 3661.005", lines);
        Assert.Contains("rustkernel_service_restarts_total{service=\"a<b>&\\\"'\"} 3", lines);
        Assert.Contains("rustkernel_service_cpu_seconds_total{service=\"a<b>&\\\"'\"} 1.500", lines);
        Assert.Contains("rustkernel_network_frames_received_total 12", lines);
    }

    [Fact]
    public void A_file_is_shown_whole_in_part_or_not_again()
    {
        File.WriteAllText(Path.Combine(_root, "a b.txt"), "0123456789");
        HttpResponse whole = Ask("/files/a%20b.txt");
        Assert.Equal((HttpStatus.Ok, 10L, "0123456789"), (whole.Status, whole.Length, Content(whole)));
        string tag = Field(whole, "ETag")!;
        Assert.Equal(("text/plain; charset=utf-8", "bytes"), (Field(whole, "Content-Type"), Field(whole, "Accept-Ranges")));
        HttpResponse part = Ask("/files/a%20b.txt", "Range: bytes=2-4");
        Assert.Equal((HttpStatus.PartialContent, "bytes 2-4/10", "234"), (part.Status, Field(part, "Content-Range"), Content(part)));
        Assert.Equal("89", Content(Ask("/files/a%20b.txt", "Range: bytes=-2", "If-Range: " + tag)));
        Assert.Equal("0123456789", Content(Ask("/files/a%20b.txt", "Range: bytes=-2", "If-Range: \"other\"")));
        HttpResponse beyond = Ask("/files/a%20b.txt", "Range: bytes=10-");
        Assert.Equal((HttpStatus.RangeNotSatisfiable, "bytes */10"), (beyond.Status, Field(beyond, "Content-Range")));
        Assert.Null(beyond.File);
        HttpResponse same = Ask("/files/a%20b.txt", "If-None-Match: \"x\", W/" + tag, "Range: bytes=2-4");
        Assert.Equal((HttpStatus.NotModified, tag, 0L), (same.Status, Field(same, "ETag"), same.Length));
        Assert.Equal(HttpStatus.PreconditionFailed, Ask("/files/a%20b.txt", "If-Match: W/" + tag).Status);
        File.WriteAllText(Path.Combine(_root, "a b.txt"), "01234567890");
        Assert.Equal("01234567890", Content(Ask("/files/a%20b.txt", "If-None-Match: " + tag)));
    }

    [Fact]
    public void Directories_are_lists_with_references_that_lead_to_their_files()
    {
        string directory = Directory.CreateDirectory(Path.Combine(_root, "<d> & \"q\"")).FullName;
        File.WriteAllText(Path.Combine(directory, "100% '\u00E4'?.txt"), "x");
        HttpResponse moved = Ask("/files/%3Cd%3E%20%26%20%22q%22");
        Assert.Equal((HttpStatus.MovedPermanently, "/files/%3Cd%3E%20%26%20%22q%22/"), (moved.Status, Field(moved, "Location")));
        XElement top = Xml(Content(Ask("/files/")));
        Assert.Equal("%3Cd%3E%20%26%20%22q%22/", top.Descendants("a").Single().Attribute("href")!.Value);
        XElement[] names = Xml(Content(Ask(Field(moved, "Location")!))).Descendants("a").ToArray();
        Assert.Equal(["..", "100% '\u00E4'?.txt"], names.Select(name => name.Value));
        Assert.Equal("x", Content(Ask(Field(moved, "Location")! + names[1].Attribute("href")!.Value)));
        Assert.Equal("/files/", Field(Ask("/files"), "Location"));
    }

    [Theory]
    [InlineData("/files/none", HttpStatus.NotFound)]
    [InlineData("/files/none/", HttpStatus.NotFound)]
    [InlineData("/files/none/x", HttpStatus.NotFound)]
    [InlineData("/files/here/", HttpStatus.NotFound)]
    [InlineData("/files/../here", HttpStatus.BadRequest)]
    [InlineData("/files/%2e%2e/%2e%2e/etc/passwd", HttpStatus.BadRequest)]
    [InlineData("/files/..%2f..%2fetc/passwd", HttpStatus.BadRequest)]
    [InlineData("/files/%252e%252e/etc/passwd", HttpStatus.NotFound)]
    [InlineData("/files/..\\..\\etc/passwd", HttpStatus.NotFound)]
    [InlineData("/files//etc/passwd", HttpStatus.BadRequest)]
    [InlineData("/files/here%00.txt", HttpStatus.BadRequest)]
    public void No_path_leads_out(string path, HttpStatus status)
    {
        File.WriteAllText(Path.Combine(_root, "here"), "x");
        Assert.Equal(status, Ask(path).Status);
    }

    [Fact]
    public void Other_paths_are_others() => Assert.Equal(
        [true, true, false, false], new[] { "/files", "/files/a", "/filesa", "/" }.Select(_pages.Has));

    private HttpResponse Ask(string path, params string[] fields)
    {
        string head = $"GET {path} HTTP/1.1\r\nHost: a\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n";
        HttpRequest? request = RequestParser.Parse(Encoding.ASCII.GetBytes(head), out _);
        Assert.NotNull(request);
        return _pages.Answer(request);
    }

    private static string? Field(HttpResponse response, string name) =>
        response.Fields.Where(field => field.Key == name).Select(field => field.Value).SingleOrDefault();

    private static string Content(HttpResponse response)
    {
        if (response.File is not FileStream file)
        {
            return Encoding.UTF8.GetString(response.Content);
        }

        using (file)
        {
            byte[] bytes = new byte[response.Length];
            file.ReadExactly(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
    }

    // Our pages close their elements, so an XML reader can read them, except for elements that HTML never closes.
    private static XElement Xml(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", page, StringComparison.Ordinal);
        string body = page["<!DOCTYPE html>\n".Length..].Replace("&middot;", "&#183;", StringComparison.Ordinal);
        return XElement.Parse(Regex.Replace(body, "(<meta [^>]*)>", "$1/>"), LoadOptions.PreserveWhitespace);
    }

    private static MachineReport Report() => new()
    {
        Milliseconds = 3_661_005,
        Cpus = 1,
        FreeBytes = 3072,
        TotalBytes = 4096,
        FrameBytes = 4096,
        Hertz = 1000,
        Address = "10.0.2.15/24 via 10.0.2.2",
        Network = new NetworkCounts { FramesReceived = 12 },
        Services =
        [
            new ServiceState { Name = "a<b>&\"'", IsRunning = true, Restarts = 3, FramesUsed = 2, FramesLimit = 10, CpuTicks = 1500 },
            new ServiceState { Name = "init", IsGivenUp = true },
        ],
        Log = "<script>alert(1)</script>\u001B[0m \u2713\r\n",
    };
}
