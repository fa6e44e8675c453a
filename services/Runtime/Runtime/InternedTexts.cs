// Texts with one object each: the program's literals, and interned texts.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace RustKernel.Runtime;

internal static unsafe class InternedTexts
{
    private const int HeadBytes = 8;
    private const int LeastBytes = 24;
    private static readonly Dictionary<string, string> s_texts = Literals();

    /// <summary>The one object with the characters of <paramref name="text"/>; null if there is none.</summary>
    internal static string? Find(string text)
    {
        lock (s_texts)
        {
            return s_texts.TryGetValue(text, out string? one) ? one : null;
        }
    }

    /// <summary>The same; if there is none, <paramref name="text"/> becomes that object.</summary>
    internal static string Add(string text)
    {
        lock (s_texts)
        {
            return s_texts.TryAdd(text, text) ? text : s_texts[text];
        }
    }

    // The compiler lays out objects of the image one after the other, each after the word before its type; a zero ends them.
    private static Dictionary<string, string> Literals()
    {
        Dictionary<string, string> texts = [];
        MethodTable* ofText = "".m_pEEType;

        // SAFETY: the section's bounds and what is in it are the compiler's, immutable data of the image.
        byte* at = Startup.Objects(out byte* end) + HeadBytes;
        while (at < end && *(MethodTable**)at != null)
        {
            MethodTable* type = *(MethodTable**)at;
            nint bytes = (nint)type->BaseSize + (type->ComponentSize == 0 ? 0 : (nint)type->ComponentSize * *(int*)(at + HeadBytes));
            if (type == ofText)
            {
                string text = Unsafe.As<nint, string>(ref Unsafe.AsRef<nint>(&at));
                _ = texts.TryAdd(text, text);
            }

            at += Math.Max((bytes + HeadBytes - 1) & ~(HeadBytes - 1), LeastBytes);
        }

        return texts;
    }
}
