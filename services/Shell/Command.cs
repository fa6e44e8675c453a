// A command of the shell.

using System;

namespace RustKernel.Services.Shell;

/// <summary>Name, what it is for, and what it does with its words (the name is not among them).</summary>
internal sealed class Command(string name, string usage, string purpose, Action<string[]> action)
{
    /// <summary>What is typed.</summary>
    internal string Name => name;

    /// <summary>The words after it.</summary>
    internal string Usage => usage;

    /// <summary>One line for help.</summary>
    internal string Purpose => purpose;

    /// <summary>Does it.</summary>
    internal void Do(string[] words) => action(words);
}
