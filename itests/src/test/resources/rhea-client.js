// SPDX-License-Identifier: Apache-2.0
// Run by RheaIT: sends and receives, asks over a dynamic address, sees a rejection.
const rhea = require('rhea');

const connection = rhea.create_container().connect({ host: '127.0.0.1', port: Number(process.argv[2]) });

function deliver(next) {
    let received = 0;
    let accepted = 0;
    const receiver = connection.open_receiver('rhea/plain');
    const sender = connection.open_sender('rhea/plain');
    const check = () => {
        if (received === 100 && accepted === 100) {
            console.log('delivered 100');
            next();
        }
    };
    sender.once('sendable', () => {
        for (let i = 0; i < 100; i++) {
            sender.send({ message_id: i, body: 'm' + i });
        }
    });
    sender.on('accepted', () => { accepted++; check(); });
    receiver.on('message', () => { received++; check(); });
}

function ask(next) {
    const service = connection.open_receiver('rhea/service');
    const answers = connection.open_sender({ target: {} });
    service.on('message', (context) =>
        answers.send({ to: context.message.reply_to, correlation_id: context.message.message_id, body: 'answer' }));
    const replies = connection.open_receiver({ source: { dynamic: true } });
    replies.once('receiver_open', () => {
        const requests = connection.open_sender('rhea/service');
        requests.once('sendable', () =>
            requests.send({ message_id: 'q1', reply_to: replies.source.address, body: 'question' }));
    });
    replies.on('message', (context) => {
        if (context.message.correlation_id === 'q1' && context.message.body === 'answer') {
            console.log('replied');
            next();
        }
    });
}

function reject(next) {
    const receiver = connection.open_receiver({ source: 'rhea/reject', autoaccept: false });
    receiver.on('message', (context) => context.delivery.reject({ condition: 'app:no', description: 'no' }));
    const sender = connection.open_sender('rhea/reject');
    sender.once('sendable', () => sender.send({ body: 'unwanted' }));
    sender.on('rejected', (context) => {
        console.log('rejected ' + context.delivery.remote_state.error.condition);
        next();
    });
}

connection.on('connection_error', (context) => console.log('error ' + context.connection.error));
deliver(() => ask(() => reject(() => {
    console.log('done');
    connection.close();
})));
setTimeout(() => process.exit(1), 20000).unref();
