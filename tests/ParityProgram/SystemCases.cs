// Features that depend on the kernel more than on the library: many threads, much memory, signatures.

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using RustKernel.Services.Signing;

namespace RustKernel.ParityProgram;

internal static class SystemCases
{
    private const int ManyNodes = 200_000;

    // From RFC 6979 A.2.5, like the signatures below.
    private const string PublicKey =
        "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

    private const string OfSample =
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";

    private const string OfTest =
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083";

    internal static void Run(Table table)
    {
        table.Case("60 threads at one lock", static () => CountWith(60, 100, 0));
        table.Case("200 threads at once", static () => CountWith(200, 1, 300));
        table.Case("200,000 nodes", static () => SumOfNodes());
        table.Case("recursion of 10,000", static () => Deeper(10_000));
        table.Case("signature: sample", static () => IsSigned("sample", OfSample));
        table.Case("signature: test", static () => IsSigned("test", OfTest));
        table.Case("signature: of another text", static () => IsSigned("test", OfSample));
    }

    private static int CountWith(int threads, int times, int milliseconds)
    {
        int count = 0;
        object gate = new();
        List<Thread> all = [];
        for (int i = 0; i < threads; i++)
        {
            Thread thread = new(() =>
            {
                Thread.Sleep(milliseconds);
                for (int k = 0; k < times; k++)
                {
                    lock (gate)
                    {
                        count++;
                    }
                }
            });
            thread.Start();
            all.Add(thread);
        }

        foreach (Thread thread in all)
        {
            thread.Join();
        }

        return count;
    }

    private static long SumOfNodes()
    {
        Node? first = null;
        for (int i = 0; i < ManyNodes; i++)
        {
            first = new Node { Next = first, Value = i };
        }

        GC.Collect();
        long sum = 0;
        for (Node? node = first; node is not null; node = node.Next)
        {
            sum += node.Value;
        }

        return sum;
    }

    private static int Deeper(int depth)
    {
        Span<int> room = stackalloc int[4];
        room[0] = depth;
        return depth == 0 ? 0 : room[0] - depth + 1 + Deeper(depth - 1);
    }

    private static bool IsSigned(string text, string signature) =>
        EcdsaP256.Verify(Convert.FromHexString(PublicKey), SHA256.HashData(Encoding.UTF8.GetBytes(text)), Convert.FromHexString(signature));

    private sealed class Node
    {
        internal Node? Next { get; init; }

        internal int Value { get; init; }
    }
}
