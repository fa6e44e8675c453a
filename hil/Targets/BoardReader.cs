// boards/NAME/board.yaml as board and target definitions.

using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Targets;

/// <summary>Reads one board's file.</summary>
public static class BoardReader
{
    private static readonly Dictionary<string, HostDefinition> s_noHosts = [];

    /// <summary>Reads the file at <paramref name="path"/> of the board <paramref name="name"/> (its folder's name).</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong: file, line, column, suggestion.</exception>
    public static BoardDefinition Read(string path, string name)
    {
        string shownAs = $"boards/{name}/board.yaml";
        YamlSection file = YamlSection.Load(path, shownAs);
        if (file.RequiredText("board") is { } stated && stated != name)
        {
            throw file.Error("board", $"is {stated}, but the folder is boards/{name}");
        }

        string title = file.Text("title", "");
        YamlSection image = file.Section("image") ?? throw file.Error("image", "is missing");
        string imageFile = image.RequiredText("file");
        string bootName = image.RequiredText("boot_name");
        image.RejectUnknown();
        BootLayout boot = ReadBoot(file.Section("boot"));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Deadlines deadlines = TargetReader.ReadDeadlines(file.Section("deadlines"));
        TargetDefaults defaults = new(name, folder, imageFile, bootName, deadlines);
        List<TargetDefinition> targets = [];
        foreach (YamlSection section in file.Sections("targets"))
        {
            targets.Add(TargetReader.Read(section, defaults, s_noHosts));
        }

        file.LeaveToOthers("firmware", "flash", "budgets");
        file.RejectUnknown();
        return new BoardDefinition
        {
            Name = name,
            Folder = folder,
            Title = title,
            ImageFile = imageFile,
            BootName = bootName,
            Deadlines = deadlines,
            Boot = boot,
            Targets = targets
        };
    }

    private static BootLayout ReadBoot(YamlSection? section)
    {
        if (section is null)
        {
            return BootLayout.Empty;
        }

        BootLayout boot = new() { Files = section.Texts("files"), Overlays = section.Texts("overlays") };
        section.RejectUnknown();
        return boot;
    }
}
