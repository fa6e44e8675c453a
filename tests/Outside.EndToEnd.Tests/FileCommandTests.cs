// The shell's file commands, as a person types them, and what a service keeps when it fails.

using System;
using System.IO;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed class FileCommandTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Commands_make_show_move_and_remove_files()
    {
        using TargetSession session = Boot();
        session.WaitForShell(s_limit);
        Assert.Equal("/\n", Say(session, "pwd"));
        Assert.Equal("archive/\ntmp/\n", Say(session, "ls"));
        Assert.Equal("", Say(session, "write /tmp/a hello world"));
        Assert.Equal("hello world\n", Say(session, "cat /tmp/a"));
        Assert.Equal("", Say(session, "mkdir /tmp/d/e"));
        Assert.Equal("", Say(session, "cp /tmp/a /tmp/d/e/b"));
        Assert.Equal("", Say(session, "touch /tmp/d/empty"));
        Assert.Equal("", Say(session, "cd /tmp"));
        Assert.Equal("/tmp\n", Say(session, "pwd"));
        Assert.Equal(".\n|-- a\n`-- d/\n    |-- e/\n    |   `-- b\n    `-- empty\n2 directories, 3 files\n", Say(session, "tree"));
        Assert.Matches("^ +12  20[0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]  a\n +-  .*  d/\n$", Say(session, "ls -l"));
        Assert.Equal("", Say(session, "mv a c"));
        Assert.Equal("c\nd/\n", Say(session, "ls"));
        Assert.Equal("hello world\n", Say(session, "cat d/e/\t"));
    }

    [Fact]
    public void Errors_name_the_file()
    {
        using TargetSession session = Boot();
        session.WaitForShell(s_limit);
        Assert.Equal("cat: Could not find file '/tmp/none'.\n", Say(session, "cat /tmp/none"));
        Assert.Equal(
            "cat: Could not find a part of the path '/data/x': no file system is mounted at /data (a disk has it: "
                + "rk run --disk FILE; dmesg says what is wrong with one), or uses= does not name it.\n",
            Say(session, "cat /data/x"));
        Assert.Equal("write: Access to the path '/archive/x' is denied.\n", Say(session, "write /archive/x y"));
        Assert.Equal("", Say(session, "mkdir /tmp/d"));
        Assert.Equal("", Say(session, "touch /tmp/d/f"));
        Assert.Equal("rmdir: Directory not empty : '/tmp/d'\n", Say(session, "rmdir /tmp/d"));
        Assert.Equal("rm: '/tmp/d' is a directory; rm -r removes it and what is in it\n", Say(session, "rm /tmp/d"));
        Assert.Equal("cp: '/tmp/d/f' and '/tmp/d/f' are the same file\n", Say(session, "cp /tmp/d/f /tmp/d"));
        Assert.Equal("mv: '/tmp/d/../d/f' and '/tmp/d/f' are the same file\n", Say(session, "mv /tmp/d/../d/f /tmp/d/f"));
        Assert.Equal("", Say(session, "rm -r /tmp/d"));
        Assert.Equal("", Say(session, "ls /tmp"));
        Assert.Equal("ls: which file after >?\n", Say(session, "ls >"));
        Assert.Equal("mv: mv FROM ... TO\n", Say(session, "mv x"));
    }

    [Fact]
    public void Output_goes_to_files_and_files_survive_their_service()
    {
        using TargetSession session = Boot();
        session.WaitForShell(s_limit);
        Assert.Equal("", Say(session, "ps > /tmp/ps.txt"));
        Assert.Matches("(?m)^shell +running ", Say(session, "cat /tmp/ps.txt"));
        Assert.Equal("", Say(session, "echo one > /tmp/e"));
        Assert.Equal("", Say(session, "echo two >> /tmp/e"));
        Assert.Equal("one\ntwo\n", Say(session, "cat < /tmp/e"));
        Assert.Equal(
            "00000000  6f 6e 65 0a 74 77 6f 0a                           |one.two.|\n",
            Say(session, "hexdump /tmp/e"));
        session.SendLine("crash tmp");
        _ = session.WaitFor("init: tmp ended with code 0xe100", s_limit);
        session.WaitForShell(s_limit);
        Assert.Equal("one\ntwo\n", Say(session, "cat /tmp/e"));
        Assert.Matches("(?m)^/tmp +memory +[0-9]+ +[0-9]+ +0$", Say(session, "df"));
        Assert.Matches("(?m)^/archive cpio read-only", Say(session, "mount"));
        Assert.Equal("", Say(session, "sync"));
        session.SendLine("umount tmp");
        _ = session.WaitFor("init: tmp was killed", s_limit);
        session.WaitForShell(s_limit);
        Assert.Equal("cat: The file system does not run : '/tmp/e'\n", Say(session, "cat /tmp/e"));
        Assert.Equal("", Say(session, "mount tmp"));
        Assert.Equal("one\ntwo\n", Say(session, "cat /tmp/e"));
        Assert.Matches("^/tmp/e: file, 8 bytes, number [0-9]+\n  written  20[0-9]{2}-", Say(session, "stat /tmp/e"));
    }

    private static string Say(TargetSession session, string line) => session.Shell(line, s_limit);

    private TargetSession Boot()
    {
        TargetDefinition target = BoardCatalog.Load(Tool.Root).Target("qemu-virt") with { Image = KernelImage.Path };
        return TargetSession.Boot(
            new RunRequest { Target = target, Root = Tool.Root, LogPath = Path.Combine(_folder.FullName, "run.jsonl"), Verb = "outside" },
            CancellationToken.None);
    }
}
