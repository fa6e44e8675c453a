// A user's rig.yaml: real boards, and how they are reached.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Targets;

/// <summary>Finds and reads rig.yaml.</summary>
public static class RigReader
{
    /// <summary>The file for all users of this machine, such as the farm's agent that a package installed.</summary>
    public const string MachineFile = "/etc/rustkernel/rig.yaml";

    /// <summary>rustkernel/rig.yaml in the user's configuration folder.</summary>
    public static string UserFile => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "rustkernel",
        "rig.yaml");

    /// <summary>
    /// The file in use: the one that RK_RIG names; else rig.yaml at <paramref name="root"/>; else <see cref="UserFile"/>; else the
    /// machine's, <see cref="MachineFile"/>; null when there is none.
    /// </summary>
    /// <exception cref="ConfigurationException">RK_RIG names a file that does not exist.</exception>
    public static string? Find(string root)
    {
        if (Environment.GetEnvironmentVariable("RK_RIG") is { Length: > 0 } stated)
        {
            return File.Exists(stated)
                ? Path.GetFullPath(stated)
                : throw new ConfigurationException($"RK_RIG names {stated}, which does not exist");
        }

        return new[] { Path.Combine(root, "rig.yaml"), UserFile, MachineFile }.FirstOrDefault(File.Exists);
    }

    /// <summary>The targets of the file at <paramref name="path"/>; <paramref name="boards"/> are those that it may name.</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong: file, line, column, suggestion.</exception>
    public static IReadOnlyList<TargetDefinition> Read(string path, IReadOnlyList<BoardDefinition> boards)
    {
        YamlSection file = YamlSection.Load(path, Path.GetFileName(path));
        Dictionary<string, HostDefinition> hosts = ReadHosts(file);
        List<TargetDefinition> targets = [];
        foreach (YamlSection section in file.Sections("targets"))
        {
            TargetDefinition target = TargetReader.Read(section, BoardOf(section, boards), hosts);
            if (targets.Any(other => other.Name == target.Name))
            {
                throw section.Error("name", $"is {target.Name}, as another target's");
            }

            if (boards.SelectMany(board => board.Targets).Any(other => other.Name == target.Name))
            {
                throw section.Error("name", $"is {target.Name}, which is a built-in target");
            }

            targets.Add(target);
        }

        file.RejectUnknown();
        return targets.Count > 0 ? targets : throw file.Error("targets", "is missing or empty: a list of boards to drive");
    }

    private static TargetDefaults BoardOf(YamlSection section, IReadOnlyList<BoardDefinition> boards)
    {
        string name = section.RequiredText("board");
        BoardDefinition board = boards.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw section.Error(
                "board",
                $"is {name}, which no board is called{Suggestion.For(name, [.. boards.Select(candidate => candidate.Name)])}");
        return new TargetDefaults(board.Name, board.Folder, board.ImageFile, board.BootName, board.Deadlines);
    }

    private static bool IsOpenSsh(YamlSection section)
    {
        bool hasOptions = section.Texts("options").Count > 0;
        string via = section.Text("via", hasOptions ? "openssh" : "ssh.net");
        if (via is not ("ssh.net" or "openssh"))
        {
            throw section.Error("via", $"is {via}, which it cannot be{Suggestion.For(via, ["ssh.net", "openssh"])}");
        }

        if (hasOptions && via != "openssh")
        {
            throw section.Error("options", "are those of OpenSSH's program: via: openssh takes them");
        }

        return via == "openssh";
    }

    private static Dictionary<string, HostDefinition> ReadHosts(YamlSection file)
    {
        Dictionary<string, HostDefinition> hosts = [];
        foreach (YamlSection section in file.Sections("hosts"))
        {
            HostDefinition host = new(
                section.RequiredText("name"),
                section.RequiredText("ssh"),
                section.Integer("port", 0, 1, 65535),
                section.Text("identity", ""),
                section.Texts("options"),
                IsOpenSsh(section))
            { Configuration = section.Text("config", "") };
            if (host.Destination.StartsWith('-'))
            {
                throw section.Error("ssh", $"is USER@HOST, not \"{host.Destination}\"");
            }

            section.RejectUnknown();
            if (!hosts.TryAdd(host.Name, host))
            {
                throw section.Error("name", $"is {host.Name}, as another host's");
            }
        }

        return hosts;
    }
}
