// A pattern as a program of steps, which PatternRun executes.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

internal sealed class PatternProgram
{
    internal const int Negative = 1;
    internal const int Atomic = 2;
    private const int MostSteps = 100_000;
    private readonly List<PatternStep> _steps = [];

    internal PatternProgram(PatternNode whole)
    {
        Write(whole, false);
        Add(PatternAction.Accept);
        Steps = _steps.ToArray();
    }

    internal PatternStep[] Steps { get; }

    /// <summary>Positions in the text that a run stores.</summary>
    internal int Slots { get; private set; }

    private int Add(PatternAction action, int x = 0, int y = 0, CharacterSet? set = null, bool isBack = false)
    {
        if (_steps.Count >= MostSteps)
        {
            throw new ArgumentException("The regular expression is too large.");
        }

        _steps.Add(new PatternStep(action, x, y, set, isBack));
        return _steps.Count - 1;
    }

    private void Write(PatternNode node, bool isBack)
    {
        switch (node.Kind)
        {
            case PatternKind.Character:
                Add(PatternAction.Character, set: node.Set, isBack: isBack);
                break;
            case PatternKind.Sequence:
                for (int i = 0; i < node.Parts.Count; i++)
                {
                    Write(node.Parts[isBack ? node.Parts.Count - 1 - i : i], isBack);
                }

                break;
            case PatternKind.Choice:
                WriteChoice(node, isBack);
                break;
            case PatternKind.Loop:
                WriteLoop(node, isBack);
                break;
            case PatternKind.Group:
                int slot = Slots++;
                Add(PatternAction.Mark, slot);
                Write(node.Parts[0], isBack);
                Add(PatternAction.Close, slot, node.Group!.Number);
                break;
            case PatternKind.Look:
                int look = Add(PatternAction.Look);
                Write(node.Parts[0], node.IsAtomic ? isBack : node.IsBehind);
                int end = Add(PatternAction.Accept);
                int kind = (node.IsNegative ? Negative : 0) | (node.IsAtomic ? Atomic : 0);
                _steps[look] = new PatternStep(PatternAction.Look, end + 1, kind, null, false);
                break;
            case PatternKind.Assertion:
                Add(PatternAction.Assert, node.Letter);
                break;
            default:
                Add(PatternAction.Reference, node.Group!.Number, node.IgnoresCase ? 1 : 0, isBack: isBack);
                break;
        }
    }

    private void WriteChoice(PatternNode node, bool isBack)
    {
        List<int> jumps = [];
        for (int i = 0; i < node.Parts.Count; i++)
        {
            bool isLast = i == node.Parts.Count - 1;
            int split = isLast ? 0 : Add(PatternAction.Split);
            Write(node.Parts[i], isBack);
            if (!isLast)
            {
                jumps.Add(Add(PatternAction.Jump));
                Aim(split, split + 1, _steps.Count);
            }
        }

        foreach (int jump in jumps)
        {
            Aim(jump, _steps.Count, 0);
        }
    }

    private void WriteLoop(PatternNode node, bool isBack)
    {
        for (int i = 0; i < node.Least; i++)
        {
            Write(node.Parts[0], isBack);
        }

        List<int> splits = [];
        for (int i = node.Least; i < node.Most || (node.Most < 0 && splits.Count == 0); i++)
        {
            splits.Add(Add(PatternAction.Split));
            int slot = Slots;
            if (node.Most >= 0)
            {
                Write(node.Parts[0], isBack);
                continue;
            }

            Slots++;
            Add(PatternAction.Mark, slot);
            Write(node.Parts[0], isBack);
            int check = Add(PatternAction.Check);
            Add(PatternAction.Jump, splits[0]);
            _steps[check] = new PatternStep(PatternAction.Check, slot, _steps.Count, null, false);
        }

        foreach (int split in splits)
        {
            Aim(split, node.IsLazy ? _steps.Count : split + 1, node.IsLazy ? split + 1 : _steps.Count);
        }
    }

    private void Aim(int step, int x, int y) => _steps[step] = new PatternStep(_steps[step].Action, x, y, null, false);
}
