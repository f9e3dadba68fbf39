// Asks a server with OpenAI's client for Node.js and prints what it got, one JSON value a line. Argument: the base URL.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "any", maxRetries: 0 });
const ask = (content, more = {}) => ({
  model: "any",
  temperature: 0,
  messages: [{ role: "user", content }],
  ...more,
});
const count = "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...";
const add = "What's 1+1? Answer in one word.";
const show = (name, value) => console.log(JSON.stringify({ name, ...value }));

const whole = await client.chat.completions.create(ask(count));
show("whole", {
  content: whole.choices[0].message.content,
  finish: whole.choices[0].finish_reason,
  tokens: whole.usage.total_tokens,
});

let text = "";
let chunks = 0;
let usage = null;
const streaming = ask(count, { stream: true, stream_options: { include_usage: true } });
for await (const chunk of await client.chat.completions.create(streaming)) {
  chunks++;
  text += chunk.choices[0]?.delta?.content ?? "";
  usage = chunk.usage ?? usage;
}
show("stream", { content: text, chunks, tokens: usage.total_tokens });

const gathered = await client.chat.completions.stream(ask(add)).finalChatCompletion();
show("gathered", { content: gathered.choices[0].message.content, finish: gathered.choices[0].finish_reason });

const older = await client.completions.create({ model: "any", prompt: "1, 2, 3,", max_tokens: 6, temperature: 0 });
show("older", { content: older.choices[0].text, finish: older.choices[0].finish_reason });

const models = [];
for await (const model of client.models.list()) models.push(model.id);
show("models", { models });

try {
  await client.chat.completions.create(ask(add, { temperature: 3 }));
  show("error", { type: "none" });
} catch (error) {
  const { status, code, param } = error;
  show("error", { type: error.constructor.name, status, code, param });
}

try {
  await client.models.retrieve("nobody");
  show("missing", { type: "none" });
} catch (error) {
  show("missing", { type: error.constructor.name, status: error.status, code: error.code });
}

const stopped = await client.chat.completions.create(ask(count, { stream: true }));
let before = 0;
for await (const chunk of stopped) {
  if (++before === 5) stopped.controller.abort();
}
show("stopped", { chunks: before });
